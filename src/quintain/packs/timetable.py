"""Lays the sessions of a day out on the clock, for the rules and for the page alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from quintain.packs.model.day import Day, Session
from quintain.packs.model.lab import Level
from quintain.packs.model.pack import Unit

MINUTES_OF_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Slot:
    """A session with its place on the clock, in minutes since midnight.

    ``starts`` is when the session may begin, ``wanted`` when its author says that it does: earlier is an overlap.
    ``beside`` are the stretch sessions for those who are done with this one; they take no time of the day.
    """

    session: Session
    starts: int
    ends: int
    wanted: int
    beside: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class Durations:
    """The minutes of each lesson and each lab of a pack, by its folder; 0 for one that cannot be read."""

    lessons: Mapping[str, int]
    labs: Mapping[str, int]

    def source(self, session: Session) -> PurePosixPath | None:
        """Return the file that says how long a session lasts; None if the session has to say so itself."""
        if session.topic in self.lessons:
            return PurePosixPath("lessons", session.topic, "lesson.toml")
        return PurePosixPath("labs", session.lab, "lab.toml") if session.lab in self.labs else None

    def fill(self, day: Day) -> Day:
        """Return the day with the minutes of all its sessions."""
        return replace(day, sessions=tuple(replace(each, minutes=self._minutes(each)) for each in day.sessions))

    def _minutes(self, session: Session) -> int:
        return self.lessons.get(session.topic) or self.labs.get(session.lab) or session.minutes


def lay_out(day: Day) -> tuple[Slot, ...]:
    """Return the core sessions of a day one after the other, each with the stretch sessions that follow it."""
    slots: list[Slot] = []
    clock = minutes_of(day.begins)
    for session in day.sessions:
        if session.level is Level.STRETCH and slots:
            last = slots[-1]
            slots[-1] = Slot(last.session, last.starts, last.ends, last.wanted, (*last.beside, session))
            continue
        wanted = minutes_of(session.at) if session.at else clock
        starts = max(clock, wanted)
        clock = starts + session.minutes
        slots.append(Slot(session, starts, clock, wanted))
    return tuple(slots)


def labs_after(units: Iterable[Unit], days: Iterable[Day]) -> Mapping[str, Sequence[str]]:
    """Return the labs that follow each unit, by the unit's id.

    A core lab of the timetable follows the topic before it there, any other the last unit that names it.
    """
    planned: dict[str, str] = {}
    for day in days:
        topic = ""
        for session in day.sessions:
            topic = session.topic or topic
            if session.lab and topic and session.level is Level.CORE:
                planned[session.lab] = topic
    places = {slug: unit.id for unit in units for slug in unit.labs} | planned
    labs: defaultdict[str, list[str]] = defaultdict(list)
    for slug in dict.fromkeys((*planned, *places)):
        labs[places[slug]].append(slug)
    return labs


def minutes_of(clock: str) -> int:
    """Return a time such as "09:30" in minutes since midnight; what is no time is midnight."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * MINUTES_OF_AN_HOUR + int(minutes) if hours.isdecimal() and minutes.isdecimal() else 0


def clock_of(minutes: int) -> str:
    """Write minutes since midnight as people read the clock: 9:30."""
    return f"{minutes // MINUTES_OF_AN_HOUR}:{minutes % MINUTES_OF_AN_HOUR:02}"
