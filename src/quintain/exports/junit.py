"""Writes a verdict as JUnit XML, which GitLab, Jenkins and others show.

The format has no standard; this is what the schema of Jenkins' xUnit plugin, junit-10.xsd, allows, and pytest writes.
"""

import xml.etree.ElementTree as ET
from collections import Counter
from typing import Final

from quintain.exports.judged import Judged, evidence_of, title_of, words_of
from quintain.exports.visible import visible
from quintain.judge.verdict import Check, Outcome

MOST_SECONDS: Final = 999.999  # the schema's pattern has no room for four digits
SENTENCE: Final = "Our judge stopped, not your code. This attempt does not count."


def to_junit(judged: Judged) -> bytes:
    """Return a verdict as JUnit XML: one test case for each check, whose class is the lab and the check's id.

    An attack that succeeded is a failure, what the judge could not finish an error, and what was not tried is skipped.
    A verdict that is an error has at least one error, so that no reader counts it as good.
    """
    checks, verdict = judged.verdict.checks, judged.verdict
    counts = Counter(check.outcome for check in checks)
    fault = verdict.fault
    suite = ET.Element(
        "testsuite",
        name=f"{judged.lab.code} {judged.lab.title}",
        tests=str(len(checks) + bool(fault)),
        failures=str(counts[Outcome.LANDED] + counts[Outcome.FAILED]),
        errors=str(counts[Outcome.ERROR] + bool(fault)),
        skipped=str(counts[Outcome.SKIPPED]),
        time=_seconds(verdict.wall_seconds),
    )
    for check in checks:
        _add_case(suite, judged, check)
    if fault:
        case = ET.SubElement(suite, "testcase", classname=f"{judged.lab.slug}.judge", name="The judge", time="0.000")
        ET.SubElement(case, "error", type=fault.id, message=SENTENCE).text = visible(f"{fault.message}\n{fault.remedy}")
    ET.SubElement(suite, "system-out").text = visible(verdict.sentence)
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_case(suite: ET.Element, judged: Judged, check: Check) -> None:
    name = f"{judged.lab.slug}.{check.id}"
    case = ET.SubElement(
        suite, "testcase", classname=name, name=visible(title_of(check)), time=_seconds(check.wall_seconds)
    )
    match check.outcome:
        case Outcome.LANDED | Outcome.FAILED:
            found = ET.SubElement(case, "failure", type=check.kind, message=visible(words_of(check)))
            found.text = visible("\n\n".join(filter(None, (judged.promise_of(check), evidence_of(check)))))
        case Outcome.ERROR:
            ET.SubElement(case, "error", type="judge", message=visible(check.sentence or SENTENCE))
        case Outcome.SKIPPED:
            ET.SubElement(case, "skipped", message="This was not tried.")
        case Outcome.PASSED | Outcome.REPELLED:
            pass


def _seconds(seconds: float) -> str:
    return f"{min(max(seconds, 0.0), MOST_SECONDS):.3f}"
