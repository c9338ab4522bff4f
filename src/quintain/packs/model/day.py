"""What a day of the timetable holds."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from quintain.packs.constraints import ClockTime, Doc, Range, Slug, Words
from quintain.packs.model.lab import Level


class Pause(StrEnum):
    """Time of a day without teaching."""

    BREAK = "break"
    LUNCH = "lunch"


@dataclass(frozen=True, slots=True)
class Session:
    """A piece of a day: a topic, a lab, or a pause. Stretch sessions take no time of the day.

    Once the pack is loaded, ``minutes`` of a lesson and of a lab are those of lesson.toml and lab.toml.
    """

    minutes: Annotated[
        int, Range(1, 240), Doc("How long it lasts: only of a pause, a planned lab, or a topic without a lesson.")
    ] = 0
    topic: Annotated[Slug, Doc("A topic of this day, or a part of one.")] = ""
    lab: Annotated[Slug, Doc("A lab of the pack, or one that is planned.")] = ""
    pause: Annotated[Pause, Doc("Time without teaching.")] | None = None
    level: Annotated[Level, Doc("stretch: beside the session before, for those who are done, or at home.")] = Level.CORE
    at: Annotated[ClockTime, Doc("The earliest time that it begins, e.g. 12:30; else right after the one before.")] = ""
    planned: Annotated[str, Doc("What a lab will be called that is not in the pack yet, e.g. A02 An order.")] = ""
    note: Annotated[Words, Doc("A word to the instructor and the class, inline Markdown.")] = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The timetable of one day."""

    day: Annotated[int, Range(1, 30), Doc("The day of the course, from 1.")]
    begins: Annotated[ClockTime, Doc("When the first session begins, e.g. 09:00.")]
    ends: Annotated[ClockTime, Doc("When the core sessions must be over, e.g. 17:00.")]
    sessions: tuple[Session, ...]
