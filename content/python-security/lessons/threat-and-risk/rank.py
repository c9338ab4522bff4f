"""Four findings of a scanner, ranked by severity and by risk. All figures are invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    name: str
    cvss: float  # Base score: how easy and how bad, in any system
    epss: float  # chance of an attempt, anywhere, within 30 days
    kev: bool  # known to be exploited
    reachable: bool  # can an attacker's input reach the vulnerable code?
    loss: int  # euros, if it happens here


FINDINGS = [
    Finding("image library, docs build", 9.8, 0.02, kev=False, reachable=False, loss=2_000),
    Finding("template engine, web app", 7.5, 0.40, kev=True, reachable=True, loss=400_000),
    Finding("request parser, web app", 7.5, 0.60, kev=False, reachable=True, loss=500),
    Finding("archive reader, staff upload", 8.1, 0.05, kev=False, reachable=True, loss=90_000),
]


def likelihood(finding):
    if not finding.reachable:
        return 0.0
    return 0.95 if finding.kev else finding.epss


def risk(finding):
    return likelihood(finding) * finding.loss


def rank(findings):
    by_cvss = ("by CVSS", lambda each: each.cvss, ".1f")
    by_risk = ("by risk (only the order counts)", risk, ",.0f")
    for title, key, form in (by_cvss, by_risk):
        print(title)
        for finding in sorted(findings, key=key, reverse=True):
            print(f"  {finding.name:28} {key(finding):>9{form}}")


if __name__ == "__main__":
    rank(FINDINGS)
