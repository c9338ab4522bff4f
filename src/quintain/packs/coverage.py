"""Counts what a pack holds for each topic of its first track, and says what is missing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Final

from quintain.packs.class_time import DayTime, day_times, least_minutes
from quintain.packs.lesson_rules import PICTURE
from quintain.packs.model.case import Case
from quintain.packs.model.lab import Lab, Level, Status
from quintain.packs.model.lesson import Code, Incident, Lesson, Practise, Prose, Show
from quintain.packs.model.pack import Module, Pack, Topic, Unit
from quintain.packs.mutations import score_of

CWE: Final = re.compile(r"\bCWE-([1-9]\d{0,4})\b")
NOTHING: Final = "-"
HEAD: Final = """\
# Coverage

What the course holds for each of its topics, written by `quintain coverage --write`; a test fails while it is stale.
A lab in brackets is a draft, or not proven as it stands, so learners do not see it; a star marks stretch labs.
"Mutants killed" is the mutation score of each lab that has one: how many sound fixes with one mistake in them its tests
and attacks refuse. A score in brackets was measured before the lab was changed.
"""
COLUMNS: Final = (
    *("topic", "lesson", "notes", "exhibits", "exercises", "questions", "labs", "mutants killed", "cases"),
    "weaknesses",
)

TIMES: Final = ("day", "minutes without pauses", "core lessons", "of it reading", "core labs", "of it reading", "slack")
TIME_NOTE: Final = """\
In minutes. [Class time](class-time.md) says how lessons and labs are planned, and how reading is counted."""


@dataclass(frozen=True, slots=True)
class LabEntry:
    """A lab of a topic; ``shown`` is whether learners see it, ``killed`` its mutation score, or empty."""

    code: str
    slug: str
    stretch: bool
    shown: bool
    killed: str = ""

    def __str__(self) -> str:
        text = f"{self.code} {self.slug}{'*' if self.stretch else ''}"
        return text if self.shown else f"({text})"


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """What there is for one topic, or for the part ``topic`` of the topic ``part_of``.

    ``lesson`` is the lesson's status, or empty; ``weaknesses`` are CWE ids, in order; ``pictureless`` is why the lesson
    has no exhibit and no exercise, as it says itself.
    """

    day: int
    module: str
    topic: str
    title: str
    lesson: str
    notes: bool
    exhibits: tuple[str, ...]
    exercises: tuple[str, ...]
    questions: int
    labs: tuple[LabEntry, ...]
    cases: tuple[str, ...]
    weaknesses: tuple[str, ...]
    part_of: str = ""
    pictureless: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as text, one cell for each of ``COLUMNS``."""
        return (
            f"{self.part_of} / {self.topic}" if self.part_of else self.topic,
            self.lesson or NOTHING,
            "yes" if self.notes else NOTHING,
            ", ".join(self.exhibits) or NOTHING,
            ", ".join(self.exercises) or NOTHING,
            str(self.questions or NOTHING),
            ", ".join(map(str, self.labs)) or NOTHING,
            ", ".join(f"{lab.code} {lab.killed}" for lab in self.labs if lab.killed) or NOTHING,
            ", ".join(self.cases) or NOTHING,
            ", ".join(self.weaknesses) or NOTHING,
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, and where."""

    what: str
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """All topics of a pack and their parts, in the order in which they are taught.

    ``days`` are the minutes of the planned days; ``hurried`` names the labs with less time than they need at least.
    """

    topics: tuple[TopicEntry, ...]
    planned: tuple[str, ...]
    days: tuple[DayTime, ...] = ()
    hurried: tuple[str, ...] = ()

    @property
    def totals(self) -> dict[str, int]:
        """How many there are of each kind; what stands beside several topics counts once."""
        labs = {lab.slug: lab for entry in self.topics for lab in entry.labs}
        return {
            "topics": sum(not entry.part_of for entry in self.topics),
            "parts of topics": sum(bool(entry.part_of) for entry in self.topics),
            "lessons": sum(entry.lesson == Status.LIVE for entry in self.topics),
            "drafts": sum(entry.lesson == Status.DRAFT for entry in self.topics),
            "notes": sum(entry.notes for entry in self.topics),
            "exhibits": len({name for entry in self.topics for name in entry.exhibits}),
            "exercises": len({name for entry in self.topics for name in entry.exercises}),
            "questions": sum(entry.questions for entry in self.topics),
            "labs": sum(lab.shown for lab in labs.values()),
            "hidden labs": sum(not lab.shown for lab in labs.values()),
            "planned labs": len(self.planned),
            "cases": len({name for entry in self.topics for name in entry.cases}),
            "weaknesses": len({name for entry in self.topics for name in entry.weaknesses}),
        }

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing, the gravest first."""
        live = [entry for entry in self.topics if entry.lesson == Status.LIVE]
        hidden = {str(lab): None for entry in self.topics for lab in entry.labs if not lab.shown}
        gaps = (
            Gap("Topics without a lesson", _names(entry for entry in self.topics if not entry.lesson)),
            Gap("Lessons that are drafts", _names(entry for entry in self.topics if entry.lesson == Status.DRAFT)),
            Gap("Lessons without a question", _names(entry for entry in live if not entry.questions)),
            Gap(
                "Lessons without an exhibit or exercise, and without a reason",
                _names(e for e in live if not (e.exhibits or e.exercises or e.pictureless)),
            ),
            Gap("Lessons without notes", _names(entry for entry in live if not entry.notes)),
            Gap(
                "Topics without anything to do",
                _names(e for e in self.topics if not (e.questions or e.exercises or e.labs)),
            ),
            Gap("Labs that learners do not see", tuple(hidden)),
            Gap("Labs that are planned", self.planned),
            Gap("Labs with less time than their reading and phases need", self.hurried),
        )
        return tuple(gap for gap in gaps if gap.where)


def coverage_of(pack: Pack) -> Coverage:
    """Return what ``pack`` holds for each topic of its first track."""
    track = pack.tracks[0]
    entries = (entry for module in track.modules for topic in module.topics for entry in _entries(pack, module, topic))
    sessions = (session for day in track.days for session in day.sessions if session.lab not in pack.labs)
    taught = (lab for lab in sorted(pack.labs.values(), key=lambda each: each.code) if lab.status is Status.LIVE)
    return Coverage(
        tuple(entries),
        tuple(session.planned for session in sessions if session.planned),
        day_times(pack),
        tuple(f"{lab.code} {lab.slug}" for lab in taught if lab.minutes < least_minutes(lab)),
    )


def to_json(coverage: Coverage) -> dict[str, object]:
    """Return the coverage as plain values for JSON."""
    return {
        "totals": coverage.totals,
        "days": [asdict(day) | {"slack_percent": day.slack_percent} for day in coverage.days],
        "gaps": {gap.what: list(gap.where) for gap in coverage.gaps},
        "topics": [asdict(entry) for entry in coverage.topics],
    }


def to_markdown(coverage: Coverage) -> str:
    """Return the page of the reference."""
    lines = [HEAD, "| kind | |", "|---|---|", *(f"| {kind} | {count} |" for kind, count in coverage.totals.items())]
    lines += ["", "## What is missing", ""]
    lines += [f"- **{gap.what}: {len(gap.where)}.** {', '.join(gap.where)}" for gap in coverage.gaps] or ["Nothing."]
    if coverage.days:
        rule = "|".join("---" for _ in TIMES)
        lines += ["", "## Class time", "", TIME_NOTE, "", f"| {' | '.join(TIMES)} |", f"|{rule}|"]
        lines += [f"| {' | '.join(cells)} |" for cells in map(time_cells, coverage.days)]
    module = ""
    for entry in coverage.topics:
        if entry.module != module:
            module = entry.module
            rule = "|".join("---" for _ in COLUMNS)
            lines += ["", f"## Day {entry.day}: {module}", "", f"| {' | '.join(COLUMNS)} |", f"|{rule}|"]
        lines.append(f"| {' | '.join(entry.cells)} |")
    return "\n".join(lines) + "\n"


def time_cells(day: DayTime) -> tuple[str, ...]:
    """Return the row of a day as text, one cell for each of ``TIMES``."""
    numbers = (day.day, day.free, day.lessons, day.lesson_reading, day.labs, day.lab_reading)
    return (*map(str, numbers), f"{day.slack_percent} %")


def _entries(pack: Pack, module: Module, topic: Topic) -> Iterator[TopicEntry]:
    yield _entry(pack, module, topic)
    for part in topic.parts:
        yield _entry(pack, module, part, topic.id)


def _entry(pack: Pack, module: Module, unit: Unit, part_of: str = "") -> TopicEntry:
    lesson = unit.lesson
    slugs = dict.fromkeys((*unit.labs, *(lab.slug for lab in pack.labs.values() if unit.id in lab.teaches)))
    labs = [pack.labs[slug] for slug in slugs]
    cases = [case for case in pack.cases.values() if unit.id in case.topics]
    return TopicEntry(
        day=module.day,
        module=module.title,
        topic=unit.id,
        title=unit.title,
        lesson=str(lesson.status) if lesson else "",
        notes=bool(lesson and lesson.notes),
        exhibits=tuple(block.exhibit for block in lesson.blocks if isinstance(block, Show)) if lesson else (),
        exercises=tuple(block.exercise for block in lesson.blocks if isinstance(block, Practise)) if lesson else (),
        questions=len(lesson.questions) if lesson else 0,
        labs=tuple(_lab_entry(lab) for lab in sorted(labs, key=lambda lab: lab.code)),
        cases=tuple(case.slug for case in cases),
        weaknesses=_weaknesses(lesson, labs, cases),
        part_of=part_of,
        pictureless=next((each.reason for each in lesson.absent if each.section == PICTURE), "") if lesson else "",
    )


def _lab_entry(lab: Lab) -> LabEntry:
    shown = lab.status is Status.LIVE and lab.is_proven
    return LabEntry(lab.code, lab.slug, lab.level is Level.STRETCH, shown, str(score_of(lab) or ""))


def _weaknesses(lesson: Lesson | None, labs: Iterable[Lab], cases: Iterable[Case]) -> tuple[str, ...]:
    """Return the CWE ids of the labs, and those that the lesson and the cases name."""
    texts = [name for lab in labs for name in lab.cwe]
    parts: list[Lesson | Case] = [*([lesson] if lesson else []), *cases]
    for part in parts:
        texts += [*_texts(part), *(f"{source.title} {source.url}" for source in part.sources)]
    numbers = {int(number) for text in texts for number in CWE.findall(text)}
    return tuple(f"CWE-{number}" for number in sorted(numbers))


def _texts(part: Lesson | Case) -> Iterator[str]:
    for block in part.blocks:
        match block:
            case Prose() | Incident():
                yield block.markdown
            case Code():
                yield from block.notes.values()
            case _:
                pass


def _names(entries: Iterable[TopicEntry]) -> tuple[str, ...]:
    return tuple(entry.topic for entry in entries)
