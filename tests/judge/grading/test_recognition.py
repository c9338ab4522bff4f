"""A wrong fix is known by what it lets through."""

from dataclasses import replace

from quintain.judge.grading.recognition import marks_of, recognise
from quintain.judge.verdict import Check, Kind, Outcome, Result
from quintain.packs.model.lab import Lab
from quintain.packs.model.proof import Proof


def test_marks_are_named_as_in_the_lab() -> None:
    """Attacks by their name, tests by file and function."""
    checks = [
        Check("exploits/up", Kind.ATTACK, 1, "", Outcome.LANDED),
        Check("exploits/root", Kind.ATTACK, 2, "", Outcome.REPELLED),
        Check("tests/test_a.py::test_b", Kind.TEST, 1, "", Outcome.FAILED),
        Check("wanted/test_c.py::test_d", Kind.WANTED, 2, "", Outcome.ERROR),
    ]
    assert marks_of(checks) == {"up", "test_a.py::test_b"}


def proven(lab: Lab, **signatures: set[str]) -> Lab:
    found = {name.replace("_", "-"): frozenset(marks) for name, marks in signatures.items()}
    return replace(lab, proof=Proof(lab.judged, found))


def files_of(lab: Lab, name: str) -> dict[str, str]:
    return dict(next(fix.files for fix in lab.fixes if fix.name == name))


def test_fix_that_is_the_same_in_effect_and_code_is_recognised(notes: Lab) -> None:
    """The learner reads why, and a question."""
    lab = proven(notes, replaced_once={"root", "doubled"})
    files = files_of(notes, "replaced-once")
    known = recognise(lab, Result.STILL_OPEN, frozenset({"root", "doubled"}), files)
    assert known is not None
    assert (known.name, known.why, known.question) == ("replaced-once", "As its title says.", "Who chooses the text?")


def test_other_effect_is_another_fix(notes: Lab) -> None:
    """One mark more or less, another verdict, or no proof: the learner is told nothing."""
    lab = proven(notes, replaced_once={"root", "doubled"})
    files = files_of(notes, "replaced-once")
    assert recognise(lab, Result.STILL_OPEN, frozenset({"root"}), files) is None
    assert recognise(lab, Result.STILL_OPEN, frozenset({"root", "doubled", "up"}), files) is None
    assert recognise(lab, Result.BROKEN, frozenset({"root", "doubled"}), files) is None
    assert recognise(replace(lab, judged="changed"), Result.STILL_OPEN, frozenset({"root", "doubled"}), files) is None
    assert recognise(notes, Result.STILL_OPEN, frozenset({"root", "doubled"}), files) is None


def test_other_code_with_the_same_effect_is_another_fix(notes: Lab) -> None:
    """A fix that falls to the same attacks need not be wrong for the same reason."""
    lab = proven(notes, replaced_once={"root", "doubled"}, wide_prefix={"root", "doubled"})
    known = recognise(lab, Result.STILL_OPEN, frozenset({"root", "doubled"}), files_of(notes, "replaced-once"))
    assert known is not None
    assert known.name == "replaced-once"
    assert recognise(lab, Result.STILL_OPEN, frozenset({"root", "doubled"}), {"notes.py": "def read(): ..."}) is None
