"""Class time: how long reading and work take, and which labs a class that is short of time leaves out.

A plan in minutes is what an author says in lesson.toml and lab.toml; here is what it is held against.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from quintain.packs.model.day import Day
from quintain.packs.model.lab import Lab
from quintain.packs.model.lesson import Code, Lesson, Prose
from quintain.packs.model.pack import Module, Pack
from quintain.packs.prose import words_in
from quintain.packs.timetable import lay_out, minutes_of

WORDS_A_MINUTE: Final = 150
"""What developers read of a text about code in a second language."""
LINES_A_MINUTE: Final = 100
"""Lines of a program that is looked through for its structure; the flawed lines are part of the work."""
MINUTES_A_PHASE: Final = 3
"""The least work of a phase: find, break or fix."""

FENCE: Final = re.compile(r"^ {0,3}(```+|~~~+).*?^ {0,3}\1`*~* *$", re.MULTILINE | re.DOTALL)
TARGET: Final = re.compile(r"\]\([^)\s]*\)")


@dataclass(frozen=True, slots=True)
class DayTime:
    """The minutes of a day: what is planned for its core lessons and labs, and how much of that is reading.

    ``free`` are the minutes of the day without pauses.
    """

    day: int
    free: int
    lessons: int
    lesson_reading: int
    labs: int
    lab_reading: int

    @property
    def slack_percent(self) -> int:
        """The share of the day that no core session fills, rounded down."""
        return 100 * (self.free - self.lessons - self.labs) // self.free


@dataclass(frozen=True, slots=True)
class Omission:
    """A core lab that a class can leave out: it saves ``minutes``, with those before it in the list ``saved``."""

    lab: str
    code: str
    title: str
    minutes: int
    saved: int


def count_words(markdown: str) -> int:
    """Count what is read of a text: no fenced code, no addresses, and nothing without a letter or digit."""
    return words_in(TARGET.sub("]", FENCE.sub("", markdown)))


def lesson_reading(lesson: Lesson) -> float:
    """Return the minutes that a class reads in a lesson, without the sections that are read later."""
    later = frozenset(lesson.reading.sections) if lesson.reading else frozenset()
    is_later, words, lines = False, 0, 0
    for block in lesson.blocks:
        if isinstance(block, Prose):
            for part in re.split(r"(?m)^(?=## )", block.markdown):
                if part.startswith("## "):
                    is_later = part.partition("\n")[0].removeprefix("## ").strip() in later
                words += 0 if is_later else count_words(part)
        elif isinstance(block, Code) and not is_later:
            lines += len(block.text.splitlines())
    return words / WORDS_A_MINUTE + lines / LINES_A_MINUTE


def lab_reading(lab: Lab) -> float:
    """Return the minutes in which the task of a lab and its program are read; the debrief is read later."""
    words = sum(count_words(section.markdown) for section in lab.brief)
    lines = sum(len(text.splitlines()) for text in lab.starter.values())
    return words / WORDS_A_MINUTE + lines / LINES_A_MINUTE


def least_minutes(lab: Lab) -> int:
    """Return the minutes that a lab needs at least: its reading, and the work of each of its phases."""
    phases = (lab.find is not None) + (lab.break_ is not None) + lab.is_fixed
    return round(lab_reading(lab) + MINUTES_A_PHASE * phases)


def day_times(pack: Pack) -> tuple[DayTime, ...]:
    """Return the minutes of each planned day of the first track."""
    return tuple(_day_time(day, pack) for day in pack.tracks[0].days)


def _day_time(day: Day, pack: Pack) -> DayTime:
    sessions = [slot.session for slot in lay_out(day)]
    lessons = [pack.lessons[each.topic] for each in sessions if each.topic in pack.lessons]
    labs = [pack.labs[each.lab] for each in sessions if each.lab in pack.labs]
    return DayTime(
        day=day.day,
        free=minutes_of(day.ends) - minutes_of(day.begins) - sum(each.minutes for each in sessions if each.pause),
        lessons=sum(each.minutes for each in sessions if each.topic),
        lesson_reading=round(sum(map(lesson_reading, lessons))),
        labs=sum(each.minutes for each in sessions if each.lab),
        lab_reading=round(sum(map(lab_reading, labs))),
    )


def omissions(day: Day, modules: Iterable[Module], labs: Mapping[str, Lab]) -> tuple[Omission, ...]:
    """Return the core labs that a class can leave out on a day, the one first that is missed least.

    Each module keeps a lab, and so does whatever a lab that stays builds on. The lab goes first whose topics
    other labs of the day practise most; of equals, one of the module with the most labs left, and then the last one.
    """
    left = {slug: module for slug, module in _places(day, modules).items() if slug in labs}
    order, found, saved = list(left), list[Omission](), 0
    while True:
        per_module, per_topic = Counter(left.values()), Counter(topic for slug in left for topic in labs[slug].teaches)
        needed = {slug for other in left for slug in labs[other].needs}
        may_go = [slug for slug in left if per_module[left[slug]] > 1 and slug not in needed]
        if not may_go:
            return tuple(found)
        gone = min(
            may_go,
            key=lambda slug: (_alone(labs[slug].teaches, per_topic), -per_module[left[slug]], -order.index(slug)),
        )
        del left[gone]
        lab = labs[gone]
        saved += lab.minutes
        found.append(Omission(gone, lab.code, lab.title, lab.minutes, saved))


def _alone(topics: Collection[str], per_topic: Mapping[str, int]) -> int:
    """Count the topics that no other lab of the day practises."""
    return sum(per_topic[topic] == 1 for topic in topics)


def _places(day: Day, modules: Iterable[Module]) -> dict[str, str]:
    """Return the core labs of a day in its order, each with its module: that which names it, or of the topic before."""
    units = [(unit, module.id) for module in modules if module.day == day.day for unit in module.units]
    module_of = {unit.id: module for unit, module in units}
    named = {lab: module for unit, module in units for lab in unit.labs}
    places, module = dict[str, str](), ""
    for slot in lay_out(day):
        module = module_of.get(slot.session.topic, module)
        if slot.session.lab:
            places[slot.session.lab] = named.get(slot.session.lab, module)
    return places
