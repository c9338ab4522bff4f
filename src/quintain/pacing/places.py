"""Where an instructor is in the course, and what they did with the exhibits there: read from a browser, sent to others.

What a browser sends is read strictly; what is too much or not understood is refused, and never shown to students.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from django.urls import Resolver404, resolve
from django.utils.translation import gettext

from quintain.web.bodies import Fields
from quintain.web.refusals import Malformed

LED_PAGES: Final = frozenset({"home", "topic", "case", "timetable", "glossary"})
"""The pages of the course that students can be led to, by the names of their addresses."""
LEADING_PAGES: Final = LED_PAGES | {"slides"}
"""The pages from which students are led: slides lead to their lesson."""
MOST_ACTS: Final = 300
MOST_BLOCKS: Final = 1999
MOST_CONTROLS: Final = 999
MOST_LETTERS: Final = 500
type ActKind = Literal["click", "input", "change"]
KINDS: Final[Mapping[str, ActKind]] = {"click": "click", "input": "input", "change": "change"}
ANCHOR: Final = r"[a-z0-9-]{0,100}"
VISIT: Final = r"[a-z0-9-]{1,40}"
EXHIBIT: Final = r"[a-z0-9-]{1,60}(\.[0-9]{1,2})?"
"""The name of an exhibit; the second of the same name on a page is ``name.1``."""


@dataclass(frozen=True, slots=True)
class Act:
    """What was done with a control of an exhibit: it was clicked, or given a value. ``control`` counts from 0."""

    exhibit: str
    control: int
    kind: ActKind
    value: str

    @property
    def target(self) -> tuple[str, int, str]:
        """What the act was done to; of two inputs in a row, the second says all."""
        return self.exhibit, self.control, self.kind


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the course. ``block`` counts the parts of its text from 0; ``visit`` is new each time it is opened.

    ``anchor`` is the id of the section of which a slide is shown, empty elsewhere. ``moves`` counts the moves since, so
    that a page that follows knows whether it has missed one.
    """

    path: str
    visit: str
    block: int
    acts: tuple[Act, ...] = ()
    moves: int = 0
    anchor: str = ""

    def moved(self, to: "Place") -> "Place":
        """Return this place with what was done since; at another page it begins again.

        Of many moves of the same slider the last is kept. What was done more than 300 acts ago is forgotten.
        """
        if (to.path, to.visit) != (self.path, self.visit):
            return to
        acts = _shortened((*self.acts, *to.acts))
        return replace(self, block=to.block, anchor=to.anchor, acts=acts[-MOST_ACTS:], moves=self.moves + 1)

    def to_json(self) -> dict[str, Any]:  # Any: the values of JSON
        """Write it for the database and for browsers."""
        return asdict(self)


def _shortened(acts: Iterable[Act]) -> tuple[Act, ...]:
    kept: list[Act] = []
    for act in acts:
        if kept and act.kind == "input" and kept[-1].target == act.target:
            kept[-1] = act
        else:
            kept.append(act)
    return tuple(kept)


def read_place(fields: Fields) -> Place:
    """Read what a browser sent.

    Raises:
        Malformed: A field is missing or of another type, too long, or not a page of the course.

    """
    path, visit = fields.text("path"), fields.text("visit")
    anchor = fields.text("anchor") if "anchor" in fields.values else ""
    if not is_led_page(path) or not re.fullmatch(VISIT, visit) or not re.fullmatch(ANCHOR, anchor):
        raise _unfit()
    acts = tuple(_read_act(row) for row in fields.rows("acts", most=MOST_ACTS))
    return Place(path, visit, fields.whole("block", least=0, most=MOST_BLOCKS), acts, anchor=anchor)


def _read_act(fields: Fields) -> Act:
    exhibit, kind, value = fields.text("exhibit"), fields.text("kind"), fields.text("value")
    if not re.fullmatch(EXHIBIT, exhibit) or kind not in KINDS or len(value) > MOST_LETTERS:
        raise _unfit()
    return Act(exhibit, fields.whole("control", least=0, most=MOST_CONTROLS), KINDS[kind], value)


def _unfit() -> Malformed:
    return Malformed(gettext("That is no place in the course."), gettext("Reload the page and try again."))


def is_led_page(path: str) -> bool:
    """Tell whether an address is a page of the course, and nothing else."""
    return _is_one_of(path, LED_PAGES)


def leads_from(path: str) -> bool:
    """Tell whether students follow somebody who is at an address."""
    return _is_one_of(path, LEADING_PAGES)


def _is_one_of(path: str, names: Collection[str]) -> bool:
    if not re.fullmatch(r"/[a-z0-9/-]*", path):
        return False
    try:
        return resolve(path).url_name in names
    except Resolver404:
        return False


def stored_place(row: dict[str, Any]) -> Place | None:  # Any: the values of JSON
    """Return the place that was written by ``Place.to_json``; None if there is none."""
    return Place(**{**row, "acts": tuple(Act(**act) for act in row["acts"])}) if row else None
