"""A wrong fix is known by what it lets through."""

from dataclasses import replace

from quintain.judge.recognition import marks_of, recognise
from quintain.judge.verdict import Check, Kind, Outcome, Result
from quintain.packs.model import Lab, Proof

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


def proven(lab: Lab, **signatures: set[str]) -> Lab:
    found = {name.replace("_", "-"): frozenset(marks) for name, marks in signatures.items()}
    return replace(lab, proof=Proof(lab.judged, found))


def test_fix_that_was_rejected_by_just_the_same_comes_first(notes: Lab) -> None:
    """What was measured is better than what was promised: it tells fixes with the same ``by`` apart."""
    lab = proven(notes, replaced_once={"root", "doubled", "x"}, locks_down={*ALL}, wide_prefix={*ALL, "y"})
    known = recognise(lab, Result.STILL_OPEN, ALL)
    assert known is not None
    assert known.name == "locks-down"


def test_twins_are_told_apart_by_what_was_measured(notes: Lab) -> None:
    """Where two fixes promise the same, the proof of the lab decides; one of other content decides nothing."""
    twins = replace(notes, fixes=(*notes.fixes, replace(notes.fixes[2], name="twin")))
    lab = proven(twins, replaced_once={"root", "doubled"}, twin={"root", "doubled", "up"})
    known = recognise(lab, Result.STILL_OPEN, frozenset({"root", "doubled"}))
    assert known is not None
    assert known.name == "replaced-once"
    assert recognise(replace(lab, judged="changed"), Result.STILL_OPEN, frozenset({"root", "doubled"})) is None


def test_what_no_matrix_saw_is_known_by_what_was_promised(notes: Lab) -> None:
    """A learner's own spelling may fall to more than the author's did."""
    known = recognise(proven(notes, replaced_once={"root"}), Result.STILL_OPEN, frozenset({"root", "doubled"}))
    assert known is not None
    assert known.name == "replaced-once"
