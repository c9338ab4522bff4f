"""Judges marks of the phase *find* against the lab's flawed places and decoys."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from quintain.packs.model import Decoy, Find, Spot

WRONG_WEAKNESS = gettext_noop("The place is right, but the weakness has another name.")
TOO_WIDE = gettext_noop("The flaw lies within these lines. Mark it more narrowly.")
NOT_FLAWED = gettext_noop("Nothing here lets an attacker in.")


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


def judge_marks(find: Find, marks: Iterable[Mark]) -> tuple[JudgedMark, ...]:
    """Answer each mark; two marks on one place are both right and count once."""
    return tuple(_judge(find, mark) for mark in marks)


def _judge(find: Find, mark: Mark) -> JudgedMark:
    hit = [spot for spot in find.spots if _touches(mark, spot, find.tolerance)]
    hit.sort(key=lambda spot: (mark.cwe not in spot.cwe, _distance(mark, spot)))
    decoy = next((each for each in find.decoys if _touches(mark, each, 0)), None)
    if decoy and not any(_touches(mark, spot, 0) for spot in hit):
        return JudgedMark(mark, right=False, decoy=True, why=decoy.why)
    if not hit:
        return JudgedMark(mark, right=False, decoy=False, why=gettext(NOT_FLAWED))
    if mark.last - mark.first > hit[0].last - hit[0].first + 2 * find.tolerance:
        return JudgedMark(mark, right=False, decoy=False, why=gettext(TOO_WIDE))
    if mark.cwe not in hit[0].cwe:
        return JudgedMark(mark, right=False, decoy=False, why=gettext(WRONG_WEAKNESS))
    return JudgedMark(mark, right=True, decoy=False, why=hit[0].why, spot=spot_key(hit[0]))


def _touches(mark: Mark, place: Spot | Decoy, tolerance: int) -> bool:
    return mark.file == place.file and mark.first <= place.last + tolerance and mark.last >= place.first - tolerance


def _distance(mark: Mark, spot: Spot) -> int:
    return abs(mark.first - spot.first) + abs(mark.last - spot.last)
