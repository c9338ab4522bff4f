"""A check leads to a line that is there: the judge's, else the lab's, else the first."""

from dataclasses import replace

import pytest

from quintain.exports.places import Place, places_of
from quintain.judge.verdict import Step, StepKind
from tests.classroom import LANDED, OTHER, SHOP, make_lab

LAB = make_lab()
SPOT = LAB.find.spots[0] if LAB.find else None


def test_evidence_names_the_place() -> None:
    """The last line first, each once; a line that is not there, and files of others, count for nothing."""
    steps = [
        Step(StepKind.LINE, "", "", file=file, line=line)
        for file, line in (("shop.py", 3), ("shop.py", 5), ("shop.py", 5), ("shop.py", 999), ("schema.sql", 1))
    ]
    found = places_of(replace(LANDED, steps=tuple(steps)), LAB, {"shop.py": SHOP})
    assert found == (Place("shop.py", 5, 5, True), Place("shop.py", 3, 3, True))


@pytest.mark.parametrize(("before", "moved"), [("", 0), ("# one\n# two\n", 2)])
def test_without_a_line_the_flawed_places_of_the_lab_count(before: str, moved: int) -> None:
    """At the lines at which they are after what the learner has put in."""
    assert SPOT
    first, *_ = places_of(OTHER, LAB, {"shop.py": before + SHOP})
    assert first == Place("shop.py", SPOT.first + moved, SPOT.last + moved, False)


@pytest.mark.parametrize("text", ["", "x", "\n" * 3, SHOP[:40], "x = 1\n" * 400])
def test_a_place_is_within_the_file(text: str) -> None:
    """Whatever is left of the original."""
    for place in places_of(OTHER, LAB, {"shop.py": text}):
        assert 1 <= place.first <= place.last <= max(len(text.splitlines()), 1)


def test_a_lab_without_find_has_a_first_line() -> None:
    """There is always a place."""
    assert places_of(OTHER, make_lab(find=False), {"shop.py": "x"}) == (Place("shop.py", 1, 1, False),)
