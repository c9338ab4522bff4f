"""Fix first what is exploited where strangers can reach it, then what probably will be."""

from findings import FINDINGS, Finding


def urgency(finding: Finding) -> tuple:
    return finding.exploited and finding.exposed, finding.exposed, finding.epss, finding.cvss


for place, each in enumerate(sorted(FINDINGS, key=urgency, reverse=True), 1):
    print(place, each.component)
