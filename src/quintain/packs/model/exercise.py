"""What exercise.toml holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from uuid import UUID

from quintain.packs.constraints import Doc, Slug, Words


class ExerciseKind(StrEnum):
    """How an exercise is worked: what the picture is, and what is right."""

    GAUGES = "gauges"  # each element belongs to exactly one choice, whose gauge then falls
    DIAGRAM = "diagram"  # each element is a shape of a figure, and gets every choice that fits
    BOARD = "board"  # the two choices are axes; each element is placed on both


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that learners choose for an element; on a board, an axis with its steps from low to high."""

    id: Annotated[Slug, Doc("Names the choice in right, within and reasons.")]
    title: Words
    steps: Annotated[tuple[Words, ...], Doc("board: the names of the axis' steps, the lowest first.")] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """One thing to decide on, graded by itself.

    ``reasons`` are said where a learner's answer differs: why a wrong choice is wrong, or on a board, why an axis
    stands elsewhere. ``why`` is said once the answer is right, or asked for.
    """

    id: Annotated[Slug, Doc("Names the element in addresses, and its group in figure.svg.")]
    uuid: Annotated[UUID, Doc("Keeps the answers when the id changes; never change it.")]
    title: Words
    text: Annotated[Words, Doc("What there is to decide, inline Markdown.")]
    why: Annotated[Words, Doc("Why the right answer is right, inline Markdown.")]
    right: Annotated[tuple[Slug, ...], Doc("The right choices: gauges one, diagram all that fit.")] = ()
    within: Annotated[
        Mapping[Slug, tuple[int, ...]], Doc("board: the lowest and highest step of each axis that is right, from 1.")
    ] = field(default_factory=dict)
    reasons: Annotated[
        Mapping[Slug, Words], Doc("Choice or axis and what to say to one who got it wrong, inline Markdown.")
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise's folder, loaded. ``figure`` is the SVG of a diagram, sound to put into a page; else empty."""

    folder: Path
    slug: str
    uuid: UUID
    title: str
    about: str
    kind: ExerciseKind
    choices: tuple[Choice, ...]
    elements: tuple[Element, ...]
    figure: str = ""
    digest: str = ""
