"""Fix the highest CVSS score first."""

from findings import FINDINGS, Finding


def urgency(finding: Finding) -> tuple:
    return (finding.cvss,)


for place, each in enumerate(sorted(FINDINGS, key=urgency, reverse=True), 1):
    print(place, each.component)
