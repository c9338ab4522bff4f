"""The course in the order in which it is taught, and what comes next for a learner."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from quintain.accounts.models import User
from quintain.catalog import pack_store, progress
from quintain.catalog.models import TopicRead
from quintain.catalog.progress import LabState
from quintain.packs.model.lab import Lab, Level
from quintain.packs.model.lesson import Lesson
from quintain.packs.model.pack import Module, Unit
from quintain.packs.timetable import labs_after


@dataclass(frozen=True, slots=True)
class Stop:
    """A topic or a part of one, with the labs that follow its lesson; learners may see all of them."""

    module: Module
    unit: Unit
    labs: tuple[Lab, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What a learner has done: when each lesson was read, and the state of each lab, by their UUIDs."""

    read: Mapping[UUID, datetime]
    labs: Mapping[UUID, LabState]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read or begun."""
        return not self.read and all(state.touched_at is None for state in self.labs.values())


@dataclass(frozen=True, slots=True)
class Left:
    """What of the course is still before a learner: lessons not read, and core labs not begun."""

    lessons: int
    labs: int

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return self.lessons + self.labs > 0


@dataclass(frozen=True, slots=True)
class CourseStep:
    """A lesson to read, or a lab to work on with the lesson that it follows, if there is one."""

    uuid: UUID
    title: str
    url: str
    module: Module
    lesson: Lesson | None
    lab: Lab | None = None


@pack_store.kept_with_pack
def stops() -> tuple[Stop, ...]:
    """Return all topics and parts in the order in which they are taught, each with its labs; each lab is there once."""
    modules = pack_store.modules()
    units = [(module, unit) for module in modules for unit in module.units]
    labs = labs_after((unit for _, unit in units), pack_store.days())
    return tuple(Stop(module, unit, pack_store.find_labs(labs.get(unit.id, ()))) for module, unit in units)


def record_of(user: User) -> Record:
    """Return what ``user`` has done in the whole course."""
    read = dict(TopicRead.objects.filter(user=user).values_list("lesson", "read_at"))
    labs = [lab for stop in stops() for lab in stop.labs]
    return Record(read, progress.reader().states(user, labs))


def next_step(record: Record, reading: Lesson | None = None) -> CourseStep | None:
    """Return what comes next in the course: a lesson not read, or a core lab not proven; None if there is none.

    It is the first after what the learner did last. A lab that the learner left is next until something else is done.

    Args:
        record: what the learner has done.
        reading: the lesson of the page that asks, which counts as read just now.

    """
    steps = _steps()
    if reading:
        record = replace(record, read={**record.read, reading.uuid: timezone.now()})
    times = {place: time for place, step in enumerate(steps) if (time := _time_of(step, record))}
    if not times:
        return next((step for step in steps if _is_open(step, record)), None)
    last = max(times, key=times.__getitem__)
    if not _is_done(steps[last], record):
        return steps[last]
    return next((step for step in (*steps[last + 1 :], *steps[:last]) if _is_open(step, record)), None)


def left_of(record: Record) -> Left:
    """Return what is left of the course; a lab that was tried and is not proven does not hold anybody up."""
    waiting = [step for step in _steps() if _is_open(step, record) and _time_of(step, record) is None]
    labs = sum(step.lab is not None for step in waiting)
    return Left(lessons=len(waiting) - labs, labs=labs)


@pack_store.kept_with_pack
def _steps() -> tuple[CourseStep, ...]:
    steps = []
    for stop in stops():
        lesson = pack_store.lesson_of(stop.unit)
        if lesson:
            url = reverse("topic", args=[stop.unit.id])
            steps.append(CourseStep(lesson.uuid, lesson.title, url, stop.module, lesson))
        for lab in stop.labs:
            url = reverse("lab", args=[lab.slug])
            steps.append(CourseStep(lab.uuid, lab.title, url, stop.module, lesson, lab))
    return tuple(steps)


def _time_of(step: CourseStep, record: Record) -> datetime | None:
    return record.labs[step.uuid].touched_at if step.lab else record.read.get(step.uuid)


def _is_open(step: CourseStep, record: Record) -> bool:
    return not _is_done(step, record) and not (step.lab and step.lab.level is Level.STRETCH)


def _is_done(step: CourseStep, record: Record) -> bool:
    return record.labs[step.uuid].word in {"proven", "seen"} if step.lab else step.uuid in record.read
