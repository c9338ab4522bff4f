"""Six findings of a scanner. They are made up; their numbers are of usual size."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Finding:
    """What a scanner reports, and what only you know: whether strangers can reach it."""

    component: str
    cvss: float
    epss: float
    exploited: bool
    exposed: bool
    since: date


FINDINGS = (
    Finding("parser in a nightly job", 9.8, 0.02, exploited=False, exposed=False, since=date(2026, 11, 2)),
    Finding("template engine of the shop", 9.1, 0.04, exploited=False, exposed=True, since=date(2026, 11, 20)),
    Finding("library for tests", 8.8, 0.01, exploited=False, exposed=False, since=date(2026, 8, 3)),
    Finding("dashboard on the internet", 8.6, 0.49, exploited=True, exposed=True, since=date(2026, 11, 25)),
    Finding("sign-in of customers", 7.5, 0.31, exploited=False, exposed=True, since=date(2026, 11, 9)),
    Finding("image library of the shop", 5.3, 0.88, exploited=True, exposed=True, since=date(2026, 11, 27)),
)

if __name__ == "__main__":
    print(f"{'component':<30}CVSS  EPSS  in KEV  exposed")
    for each in FINDINGS:
        marks = ["yes" if mark else "no" for mark in (each.exploited, each.exposed)]
        print(f"{each.component:<30}{each.cvss:4}  {each.epss:.2f}  {marks[0]:<6}  {marks[1]}")
