"""What must be true of the days of a track: every topic has its time, and the time is enough."""

from collections.abc import Collection, Sequence
from typing import Final

from quintain.packs.building import suggestion
from quintain.packs.lines import Keys
from quintain.packs.model.day import Day, Session
from quintain.packs.model.lab import Level
from quintain.packs.problems import ProblemCollector
from quintain.packs.sheets import TrackSheet
from quintain.packs.timetable import Durations, Slot, clock_of, lay_out, minutes_of

MOST_FILLED: Final = 0.9  # the part of a day without pauses that core sessions may take


def hold_days(track: TrackSheet, last: int, durations: Durations, collector: ProblemCollector) -> None:
    """Hold the days of a track to its modules.

    Args:
        track: the track.
        last: the last day of the course.
        durations: how long the lessons and labs of the pack last.
        collector: where problems go.

    """
    seen: set[int] = set()
    for number, day in enumerate(track.days):
        at: Keys = ("days", number)
        if day.day in seen:
            collector.add("pack.E017", f"Day {day.day} is planned twice.", at=(*at, "day"))
        if day.day > last:
            collector.add("pack.E015", f"Day {day.day} lies after the last, {last}.", at=(*at, "day"))
        seen.add(day.day)
        _hold_names(track, day, durations, collector, at)
        if collector.untouched(*at):
            _hold_clock(durations.fill(day), collector, at)


def _hold_names(track: TrackSheet, day: Day, durations: Durations, collector: ProblemCollector, at: Keys) -> None:
    topics = [unit.id for module in track.modules if module.day == day.day for unit in module.units]
    seen: set[str] = set()
    for place, session in enumerate(day.sessions):
        here: Keys = (*at, "sessions", place)
        if not collector.untouched(*here):
            continue
        if sum(map(bool, (session.topic, session.lab, session.pause))) != 1:
            collector.add("pack.E018", "A session is one of topic, lab and pause.", at=here)
            continue
        key = "topic" if session.topic else "lab"
        name = session.topic or session.lab
        if name and f"{key} {name}" in seen:
            collector.add("pack.E019", f"The {key} {name} stands twice in the day.", at=(*here, key))
        seen.add(f"{key} {name}")
        if session.topic and session.topic not in topics:
            message = f"Day {day.day} has no topic {name}.{suggestion(name, topics)}"
            collector.add("pack.E020", message, at=(*here, "topic"))
        _hold_lab(session, durations.labs, collector, here)
        _hold_minutes(session, durations, collector, here)
    missing = [name for name in topics if f"topic {name}" not in seen]
    if missing and collector.untouched(*at):
        collector.add("pack.E021", f"Day {day.day} has no time for {', '.join(missing)}.", at=(*at, "sessions"))


def _hold_lab(session: Session, labs: Collection[str], collector: ProblemCollector, here: Keys) -> None:
    if session.lab and session.lab not in labs and not session.planned:
        message = f"The pack has no lab {session.lab}.{suggestion(session.lab, labs)}"
        collector.add("pack.E014", message, at=(*here, "lab"), remedy="Correct the slug, or say what is planned.")
    elif session.planned and session.lab in labs:
        collector.add("pack.W001", f"The lab {session.lab} is there, and no longer planned.", at=(*here, "planned"))
    elif session.planned and not session.lab:
        collector.add("pack.E018", "Only a lab is planned.", at=(*here, "planned"))


def _hold_minutes(session: Session, durations: Durations, collector: ProblemCollector, here: Keys) -> None:
    """Let only one file say how long something lasts."""
    source = durations.source(session)
    if source and session.minutes:
        message = f"The session has minutes of its own; its minutes are those of {source}."
        collector.add("pack.E025", message, at=(*here, "minutes"))
    elif not source and not session.minutes and collector.untouched(*here):
        collector.add("pack.E026", "Nothing says how long the session lasts.", at=here)


def _hold_clock(day: Day, collector: ProblemCollector, at: Keys) -> None:
    if day.sessions and day.sessions[0].level is Level.STRETCH:
        collector.add("pack.E023", "A day begins with a core session.", at=(*at, "sessions", 0, "level"))
        return
    slots = lay_out(day)
    for slot in slots:
        if slot.wanted < slot.starts:
            place = day.sessions.index(slot.session)
            message = f"{slot.session.at} is taken: the sessions before last until {clock_of(slot.starts)}."
            collector.add("pack.E022", message, at=(*at, "sessions", place, "at"))
            return
    if slots and slots[-1].ends > minutes_of(day.ends):
        message = f"The last core session ends at {clock_of(slots[-1].ends)}, and the day at {day.ends}."
        collector.add("pack.E022", message, at=(*at, "ends"))
    _hold_slack(day, slots, collector, at)


def _hold_slack(day: Day, slots: Sequence[Slot], collector: ProblemCollector, at: Keys) -> None:
    """Keep a tenth of the time without pauses free: for questions, and for what takes longer than planned."""
    taught = sum(slot.session.minutes for slot in slots if not slot.session.pause)
    pauses = sum(slot.session.minutes for slot in slots if slot.session.pause)
    free = minutes_of(day.ends) - minutes_of(day.begins) - pauses
    if taught > free * MOST_FILLED:
        message = (
            f"The core sessions fill {taught} of the {free} minutes without pauses; they may fill "
            f"{int(free * MOST_FILLED)}, nine tenths."
        )
        collector.add("pack.E027", message, at=(*at, "ends"))
