"""Recognises a known wrong fix: by what it lets through, and by its code. In doubt it is silent."""

from collections.abc import Iterable, Mapping

from quintain.judge.grading.likeness import is_alike
from quintain.judge.verdict import Check, Kind, Outcome, Recognised, Result
from quintain.packs.model.lab import Lab


def marks_of(checks: Iterable[Check]) -> frozenset[str]:
    """Name what rejected a submission, as ``by`` in lab.toml does: attacks that succeeded, tests that failed."""
    return frozenset(name_of(check) for check in checks if check.outcome in {Outcome.LANDED, Outcome.FAILED})


def name_of(check: Check) -> str:
    """Name a check as lab.toml does: ``number``, ``test_shop.py::test_sign_in``."""
    return check.id.rpartition("/")[2] if check.kind is Kind.ATTACK else check.id.partition("/")[2] or check.id


def recognise(lab: Lab, result: Result, marks: frozenset[str], files: Mapping[str, str]) -> Recognised | None:
    """Find the known wrong fix that a submission is, if it is one beyond doubt.

    Two things must fit: the matrix saw the fix rejected by exactly these marks, and its code is the same but for names,
    layout and comments. Several fixes may be rejected by the same marks, and a learner's own is often one of none.

    Args:
        lab: the lab; without a proof nothing is recognised.
        result: the verdict's word; a fix is only recognised by the word that it gets itself.
        marks: what rejected the submission.
        files: the submission's text by path.

    """
    measured = lab.proof.signatures if lab.is_proven and lab.proof else {}
    alike = [
        fix
        for fix in lab.wrong_fixes
        if str(fix.expect) == str(result)
        and measured.get(fix.name) == marks
        and is_alike(files, fix.files, lab.starter)
    ]
    if len(alike) != 1:
        return None
    fix = alike[0]
    return Recognised(fix.name, fix.title, fix.why, fix.question)
