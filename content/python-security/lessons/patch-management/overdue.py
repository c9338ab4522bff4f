"""Compare the age of each finding with the time frames that the team has written down."""

from datetime import date

from findings import FINDINGS, Finding

TODAY = date(2026, 11, 28)  # a real check asks the clock


def days_allowed(finding: Finding) -> int:
    if finding.exploited:
        return 2 if finding.exposed else 14
    return 14 if finding.exposed else 90


overdue = [each for each in FINDINGS if (TODAY - each.since).days > days_allowed(each)]
for each in overdue:
    print(f"{each.component}: {(TODAY - each.since).days} days old, {days_allowed(each)} allowed")
print("overdue:", len(overdue), "of", len(FINDINGS))
