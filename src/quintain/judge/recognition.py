"""Recognises a wrong fix by what it lets through, never by how it is written."""

from collections.abc import Iterable

from quintain.judge.verdict import Check, Kind, Outcome, Recognised, Result
from quintain.packs.model import Fix, Lab


def marks_of(checks: Iterable[Check]) -> frozenset[str]:
    """Name what rejected a submission, as ``by`` in lab.toml does: attacks that landed, tests that failed."""
    return frozenset(name_of(check) for check in checks if check.outcome in {Outcome.LANDED, Outcome.FAILED})


def name_of(check: Check) -> str:
    """Name a check as lab.toml does: ``number``, ``test_shop.py::test_sign_in``."""
    return check.id.rpartition("/")[2] if check.kind is Kind.ATTACK else check.id.partition("/")[2]


def recognise(lab: Lab, result: Result, marks: frozenset[str]) -> Recognised | None:
    """Find the known wrong fix that a submission behaves like, if there is exactly one.

    What the matrix saw comes first: a fix that was rejected by exactly these marks. Where none was, or several were,
    the fix whose whole ``by`` is among the marks, and longest, is taken.

    Args:
        lab: the lab.
        result: the verdict's word; a fix is only recognised by the word that it gets itself.
        marks: what rejected the submission.

    """
    alike = [fix for fix in lab.wrong_fixes if str(fix.expect) == str(result)]
    measured = lab.proof.signatures if lab.is_proven and lab.proof else {}
    found = [fix for fix in alike if measured.get(fix.name) == marks]
    if len(found) != 1:
        inside = [fix for fix in found or alike if fix.by and marks.issuperset(fix.by)]
        longest = max((len(set(fix.by)) for fix in inside), default=0)
        found = [fix for fix in inside if len(set(fix.by)) == longest]
    return _recognised(found[0]) if len(found) == 1 else None


def _recognised(fix: Fix) -> Recognised:
    return Recognised(fix.name, fix.title, fix.why, fix.question)
