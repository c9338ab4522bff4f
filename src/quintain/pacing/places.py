"""Where an instructor is in the course, and what they did with the exhibits there: read from a browser, sent to others.

What a browser sends is read strictly; what is too much or not understood is refused, and never shown to students.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any, Final, Literal

from django.urls import Resolver404, resolve
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

LED_PAGES: Final = frozenset({"home", "topic", "case", "timetable", "glossary"})
"""The pages of the course that students can be led to, by the names of their addresses."""
LARGEST_BYTES: Final = 256 * 1024
MOST_ACTS: Final = 300
MOST_BLOCKS: Final = 2000
MOST_CONTROLS: Final = 1000
MOST_LETTERS: Final = 500
EXHIBIT: Final = r"^[a-z0-9-]{1,60}(\.[0-9]{1,2})?$"
"""The name of an exhibit; the second of the same name on a page is ``name.1``."""


class UnfitPlace(Exception):  # noqa: N818  as other refusals are named
    """A browser sent what is no place."""


@dataclass(frozen=True, slots=True)
class Act:
    """What was done with a control of an exhibit: it was clicked, or given a value. ``control`` counts from 0."""

    exhibit: str
    control: int
    kind: Literal["click", "input", "change"]
    value: str

    @property
    def target(self) -> tuple[str, int, str]:
        """What the act was done to; of two inputs in a row, the second says all."""
        return self.exhibit, self.control, self.kind


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the course. ``block`` counts the parts of its text from 0; ``visit`` is new each time it is opened.

    ``moves`` counts the moves since, so that a page that follows knows whether it has missed one.
    """

    path: str
    visit: str
    block: int
    acts: tuple[Act, ...] = ()
    moves: int = 0

    def moved(self, to: "Place") -> "Place":
        """Return this place with what was done since; at another page it begins anew.

        Of many moves of the same slider the last is kept. What was done more than 300 acts ago is forgotten.
        """
        if (to.path, to.visit) != (self.path, self.visit):
            return to
        acts = _shortened((*self.acts, *to.acts))
        return replace(self, block=to.block, acts=acts[-MOST_ACTS:], moves=self.moves + 1)

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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Act(_Strict):
    exhibit: Annotated[str, StringConstraints(pattern=EXHIBIT)]
    control: Annotated[int, Field(ge=0, lt=MOST_CONTROLS)]
    kind: Literal["click", "input", "change"]
    value: Annotated[str, StringConstraints(max_length=MOST_LETTERS)]


class _Place(_Strict):
    path: Annotated[str, StringConstraints(max_length=200)]
    visit: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
    block: Annotated[int, Field(ge=0, lt=MOST_BLOCKS)]
    acts: Annotated[list[_Act], Field(max_length=MOST_ACTS)]


def read_place(body: bytes) -> Place:
    """Read what a browser sent.

    Raises:
        UnfitPlace: It is no JSON of a place, too large, or not a page of the course.

    """
    if len(body) > LARGEST_BYTES:
        raise UnfitPlace
    try:
        read = _Place.model_validate_json(body)
    except ValidationError as error:
        raise UnfitPlace from error
    if not is_led_page(read.path):
        raise UnfitPlace
    acts = tuple(Act(act.exhibit, act.control, act.kind, act.value) for act in read.acts)
    return Place(read.path, read.visit, read.block, acts)


def is_led_page(path: str) -> bool:
    """Tell whether an address is a page of the course, and nothing else."""
    if not re.fullmatch(r"/[a-z0-9/-]*", path):
        return False
    try:
        return resolve(path).url_name in LED_PAGES
    except Resolver404:
        return False


def stored_place(row: dict[str, Any]) -> Place | None:  # Any: the values of JSON
    """Return the place that was written by ``Place.to_json``; None if there is none."""
    return Place(**{**row, "acts": tuple(Act(**act) for act in row["acts"])}) if row else None
