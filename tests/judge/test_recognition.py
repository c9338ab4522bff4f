"""A wrong fix is known by what it lets through."""

from dataclasses import replace

from quintain.judge.recognition import marks_of, recognise
from quintain.judge.verdict import Check, Kind, Outcome, Result
from quintain.packs.model import Lab

ALL = frozenset({"up", "root", "doubled"})


def test_marks_are_named_as_in_the_lab() -> None:
    """Attacks by their name, tests by file and function."""
    checks = [
        Check("exploits/up", Kind.ATTACK, 1, "", Outcome.LANDED),
        Check("exploits/root", Kind.ATTACK, 2, "", Outcome.REPELLED),
        Check("tests/test_a.py::test_b", Kind.TEST, 1, "", Outcome.FAILED),
        Check("wanted/test_c.py::test_d", Kind.WANTED, 2, "", Outcome.ERROR),
    ]
    assert marks_of(checks) == {"up", "test_a.py::test_b"}


def test_longest_signature_inside_is_recognised(notes: Lab) -> None:
    """Of two known fixes the more special one is meant."""
    known = recognise(notes, Result.STILL_OPEN, frozenset({"root", "doubled"}))
    assert known is not None
    assert (known.name, known.why, known.question) == ("replaced-once", "As its title says.", "Who chooses the text?")


def test_two_that_fit_alike_are_not_guessed(notes: Lab) -> None:
    """A learner is never told of a fix that is not his own."""
    twins = replace(notes, fixes=(*notes.fixes, replace(notes.fixes[2], name="twin")))
    assert recognise(twins, Result.STILL_OPEN, frozenset({"root", "doubled"})) is None


def test_other_verdict_is_another_fix(notes: Lab) -> None:
    """What breaks the lab is not a fix that leaves it open."""
    assert recognise(notes, Result.BROKEN, frozenset({"root", "doubled"})) is None
    assert recognise(notes, Result.PROVEN, frozenset()) is None


def test_signatures_of_the_matrix_must_be_equal(notes: Lab) -> None:
    """What was measured is better than what was promised: it tells fixes with the same ``by`` apart."""
    signatures = {"replaced-once": frozenset({"root", "doubled", "x"}), "locks-down": ALL, "wide-prefix": ALL | {"y"}}
    assert recognise(notes, Result.STILL_OPEN, frozenset({"root", "doubled"}), signatures) is None
    known = recognise(notes, Result.STILL_OPEN, ALL, signatures)
    assert known is not None
    assert known.name == "locks-down"
