"""Judges marks of the phase *find* against the lab's flawed places and decoys.

Each mark is answered with right or wrong, since a learner learns from the answer to each. So that guessing is slower
than reading, the answers give away little about lines that were not read:

- A mark that is wider than every flaw of the lab is too wide, whether or not a flaw lies in it: otherwise halves of the
  file, quarters and so on would lead to each flaw in six or seven checks.
- A mark that lies a few lines beside a flaw is told so only if it names the flaw's weakness, and not on which side.
- One check takes `most_marks` marks: one for each flaw and a few spare ones.
- After `MOST_GUESSES` different wrong marks in a lab within ten minutes no more are answered for a while. With the
  usual tolerance of two lines about fifteen marks touch every line of a lab's file, each with one of the weaknesses on
  offer; to name all flaws takes more, and so at least ten minutes, which is longer than to read the file. Somebody who
  reads makes fewer wrong marks than that, and has the hints.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from quintain.attempts.find.line_kinds import what_it_is
from quintain.packs.model.lab import Decoy, Find, Lab, Spot

RIGHT_PLACE = gettext_noop("The place is right, but the weakness has another name.")
RIGHT_PLACE_UNNAMED = gettext_noop("The place is right. Name its weakness.")
TOO_WIDE = gettext_noop("No flaw here has that many lines. Mark fewer.")
NEAR = gettext_noop(
    "**Near:** a flaw of this kind is a few lines from here. Follow the input to the line that uses it, and mark that."
)
NOT_FLAWED = gettext_noop("Nothing here lets an attacker in.")
WOULD_BE = gettext_noop("“%(name)s” would be code in which %(sign)s.")
IS_DESCRIBED = gettext_noop("What “%(name)s” looks like is described under [%(cwe)s](%(address)s).")
NEAR_LINES = 2
WEAKNESS_ID = re.compile(r"CWE-[0-9]{1,5}")
QUOTED = re.compile(r"[^\w-]")
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


def judge_marks(lab: Lab, find: Find, marks: Iterable[Mark]) -> tuple[JudgedMark, ...]:
    """Answer each mark; two marks on one place are both right and count once."""
    return tuple(_judge(lab, find, mark) for mark in marks)


def _judge(lab: Lab, find: Find, mark: Mark) -> JudgedMark:
    if mark.last - mark.first > max((_width(spot, find.tolerance) for spot in find.spots), default=0):
        return JudgedMark(mark, right=False, decoy=False, why=gettext(TOO_WIDE))
    hit = [spot for spot in find.spots if _touches(mark, spot, find.tolerance)]
    hit.sort(key=lambda spot: (mark.cwe not in spot.cwe, _distance(mark, spot)))
    decoy = next((each for each in find.decoys if _touches(mark, each, 0)), None)
    if decoy and not any(_touches(mark, spot, 0) for spot in hit):
        return JudgedMark(mark, right=False, decoy=True, why=decoy.why)
    if not hit:
        return JudgedMark(mark, right=False, decoy=False, why=_not_here(lab, find, mark))
    if mark.last - mark.first > _width(hit[0], find.tolerance):
        return JudgedMark(mark, right=False, decoy=False, why=gettext(TOO_WIDE))
    if mark.cwe not in hit[0].cwe:
        return JudgedMark(mark, right=False, decoy=False, why=_not_this(lab, mark.cwe))
    return JudgedMark(mark, right=True, decoy=False, why=hit[0].why, spot=spot_key(hit[0]))


def _not_here(lab: Lab, find: Find, mark: Mark) -> str:
    """Say why a mark is wrong that is on no flaw: what the lines do, and what a line with that weakness would do."""
    beside = find.tolerance + NEAR_LINES
    if any(mark.cwe in spot.cwe and _touches(mark, spot, beside) for spot in find.spots):
        return gettext(NEAR)
    source = lab.starter.get(mark.file, "")
    sentences = (gettext(NOT_FLAWED), what_it_is(mark.file, source, mark.first, mark.last), _looks_like(lab, mark.cwe))
    return " ".join(filter(None, sentences))


def _not_this(lab: Lab, cwe: str) -> str:
    """Say why a mark is wrong whose place is right."""
    if not cwe:
        return gettext(RIGHT_PLACE_UNNAMED)
    return f"{gettext(RIGHT_PLACE)} {_looks_like(lab, cwe)}"


def _looks_like(lab: Lab, cwe: str) -> str:
    """Say what the weakness that a mark names looks like."""
    if not cwe:
        return ""
    if not WEAKNESS_ID.fullmatch(cwe):
        return gettext("“%(cwe)s” is not one of the weaknesses on offer.") % {"cwe": QUOTED.sub("", cwe)}
    weakness = lab.weakness(cwe)
    values = {"name": weakness.name, "sign": weakness.sign, "cwe": cwe, "address": weakness.address}
    return gettext(WOULD_BE if weakness.sign else IS_DESCRIBED) % values


def _width(spot: Spot, tolerance: int) -> int:
    return spot.last - spot.first + 2 * tolerance


def _touches(mark: Mark, place: Spot | Decoy, tolerance: int) -> bool:
    return mark.file == place.file and mark.first <= place.last + tolerance and mark.last >= place.first - tolerance


def _distance(mark: Mark, spot: Spot) -> int:
    return abs(mark.first - spot.first) + abs(mark.last - spot.last)
