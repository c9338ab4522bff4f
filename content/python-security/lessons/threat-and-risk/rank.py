"""Four findings of a scanner, ranked by severity and by risk. The figures are made up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    name: str
    cvss: float  # how bad, if somebody can use it
    epss: float  # chance of attacks anywhere, within 30 days
    kev: bool  # known to be exploited
    reachable: bool  # do a stranger's bytes get there?
    loss: int  # euros, if it happens here


FINDINGS = [
    Finding("image library, manual job", 9.8, 0.02, kev=False, reachable=False, loss=2_000),
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


def main():
    for title, key in (("by CVSS", lambda each: each.cvss), ("by risk", risk)):
        print(title)
        for finding in sorted(FINDINGS, key=key, reverse=True):
            print(f"  {finding.name:30} {key(finding):>10,.1f}")


if __name__ == "__main__":
    main()
