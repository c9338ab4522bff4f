"""Recognises a wrong fix by what it lets through, never by how it is written."""

from collections.abc import Iterable, Mapping

from quintain.judge.verdict import Check, Kind, Outcome, Recognised, Result
from quintain.packs.model import Fix, Lab


def marks_of(checks: Iterable[Check]) -> frozenset[str]:
    """Name what rejected a submission, as ``by`` in lab.toml does: attacks that landed, tests that failed."""
    return frozenset(name_of(check) for check in checks if check.outcome in {Outcome.LANDED, Outcome.FAILED})


def name_of(check: Check) -> str:
    """Name a check as lab.toml does: ``number``, ``test_shop.py::test_sign_in``."""
    return check.id.rpartition("/")[2] if check.kind is Kind.ATTACK else check.id.partition("/")[2]


def recognise(
    lab: Lab, result: Result, marks: frozenset[str], signatures: Mapping[str, frozenset[str]] | None = None
) -> Recognised | None:
    """Find the known wrong fix that a submission behaves like, if there is exactly one.

    Args:
        lab: the lab.
        result: the verdict's word; a fix is only recognised by the word that it gets itself.
        marks: what rejected the submission.
        signatures: what rejected each known fix when the matrix was last run, by the fix's name. With them, the marks
            must be equal; without, the fix whose whole ``by`` is among the marks, and longest, is taken.

    """
    alike = [fix for fix in lab.wrong_fixes if str(fix.expect) == str(result)]
    if signatures is not None:
        found = [fix for fix in alike if signatures.get(fix.name) == marks]
    else:
        inside = [fix for fix in alike if fix.by and marks.issuperset(fix.by)]
        longest = max((len(set(fix.by)) for fix in inside), default=0)
        found = [fix for fix in inside if len(set(fix.by)) == longest]
    return _recognised(found[0]) if len(found) == 1 else None


def _recognised(fix: Fix) -> Recognised:
    return Recognised(fix.name, fix.title, fix.why, fix.question)
