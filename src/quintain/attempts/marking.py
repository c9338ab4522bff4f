"""Judges marks of the phase *find* against the lab's flawed places and decoys.

Each mark is answered with right or wrong, since a learner learns from the answer to each. So that guessing is slower
than reading, the answers give away little about lines that were not read:

- A mark that is wider than every flaw of the lab is too wide, whether or not a flaw lies in it: otherwise halves of the
  file, quarters and so on would lead to each flaw in six or seven checks.
- One check takes `most_marks` marks: one for each flaw and a few spare ones.
- After `MOST_GUESSES` different wrong marks in a lab within ten minutes no more are answered for a while. With the
  usual tolerance of two lines about fifteen marks touch every line of a lab's file, each with one of the weaknesses on
  offer; to name all flaws takes more, and so at least ten minutes, which is longer than to read the file. Somebody who
  reads makes fewer wrong marks than that, and has the hints.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from quintain.packs.model import Decoy, Find, Spot

WRONG_WEAKNESS = gettext_noop("The place is right, but the weakness has another name.")
TOO_WIDE = gettext_noop("These are more lines than a flaw has here. Mark more narrowly.")
NOT_FLAWED = gettext_noop("Nothing here lets an attacker in.")
SPARE_MARKS = 5
MOST_GUESSES = 15


@dataclass(frozen=True, slots=True)
class Mark:
    """Lines that a learner calls flawed (from 1, both ends included), and the weakness, empty if not named."""

    file: str
    first: int
    last: int
    cwe: str


@dataclass(frozen=True, slots=True)
class JudgedMark:
    """A mark and the answer to it. ``spot`` names the place found."""

    mark: Mark
    right: bool
    decoy: bool
    why: str
    spot: str = ""


def spot_key(spot: Spot) -> str:
    """Name a flawed place so that it can be stored."""
    return f"{spot.file}:{spot.first}-{spot.last}"


def most_marks(find: Find) -> int:
    """Return how many marks one check takes."""
    return len(find.spots) + SPARE_MARKS


def judge_marks(find: Find, marks: Iterable[Mark]) -> tuple[JudgedMark, ...]:
    """Answer each mark; two marks on one place are both right and count once."""
    return tuple(_judge(find, mark) for mark in marks)


def _judge(find: Find, mark: Mark) -> JudgedMark:
    if mark.last - mark.first > max((_width(spot, find.tolerance) for spot in find.spots), default=0):
        return JudgedMark(mark, right=False, decoy=False, why=gettext(TOO_WIDE))
    hit = [spot for spot in find.spots if _touches(mark, spot, find.tolerance)]
    hit.sort(key=lambda spot: (mark.cwe not in spot.cwe, _distance(mark, spot)))
    decoy = next((each for each in find.decoys if _touches(mark, each, 0)), None)
    if decoy and not any(_touches(mark, spot, 0) for spot in hit):
        return JudgedMark(mark, right=False, decoy=True, why=decoy.why)
    if not hit:
        return JudgedMark(mark, right=False, decoy=False, why=gettext(NOT_FLAWED))
    if mark.last - mark.first > _width(hit[0], find.tolerance):
        return JudgedMark(mark, right=False, decoy=False, why=gettext(TOO_WIDE))
    if mark.cwe not in hit[0].cwe:
        return JudgedMark(mark, right=False, decoy=False, why=gettext(WRONG_WEAKNESS))
    return JudgedMark(mark, right=True, decoy=False, why=hit[0].why, spot=spot_key(hit[0]))


def _width(spot: Spot, tolerance: int) -> int:
    return spot.last - spot.first + 2 * tolerance


def _touches(mark: Mark, place: Spot | Decoy, tolerance: int) -> bool:
    return mark.file == place.file and mark.first <= place.last + tolerance and mark.last >= place.first - tolerance


def _distance(mark: Mark, spot: Spot) -> int:
    return abs(mark.first - spot.first) + abs(mark.last - spot.last)
