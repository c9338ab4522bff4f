"""A day of the course as one student has spent it."""

from dataclasses import dataclass

from django.urls import reverse

from quintain.accounts.models import User
from quintain.attempts.progress.class_progress import Work, all_work, minutes_of
from quintain.catalog.sequence import next_step, record_of, stops
from quintain.cohorts.models import Class
from quintain.pacing.queries import pace_of
from quintain.packs.model.lab import Lab
from quintain.quizzes.assessment import PersonGain, class_gain


@dataclass(frozen=True, slots=True)
class LabOfDay:
    """A lab of the day; ``work`` is None if the student has not begun it."""

    lab: Lab
    url: str
    work: Work | None

    @property
    def minutes(self) -> int:
        """How long the student has worked in it."""
        return minutes_of(self.work) if self.work else 0

    @property
    def is_proven(self) -> bool:
        """Whether it is proven."""
        return self.work is not None and self.work.state.proven_at is not None


@dataclass(frozen=True, slots=True)
class StudentsDay:
    """What a student has done of a day; ``read`` of ``lessons`` are read. ``note`` is the instructor's.

    ``day`` 0 is the whole course, which has the ``gain`` of the entry and exit test, out of ``questions``.
    """

    in_class: Class
    day: int
    note: str
    labs: tuple[LabOfDay, ...]
    read: int
    lessons: int
    next_url: str
    next_title: str
    gain: PersonGain | None
    questions: int

    @property
    def proven(self) -> int:
        """How many labs are proven."""
        return sum(each.is_proven for each in self.labs)

    @property
    def left(self) -> tuple[LabOfDay, ...]:
        """The labs that were begun and not proven."""
        return tuple(each for each in self.labs if each.work is not None and not each.is_proven)

    @property
    def minutes(self) -> int:
        """The minutes in all labs."""
        return sum(each.minutes for each in self.labs)

    @property
    def tries(self) -> int:
        """The attempts in all labs."""
        return sum(each.work.state.tries for each in self.labs if each.work)


def day_of(a_class: Class, student: User, day: int) -> StudentsDay | None:
    """Return a day of the course as a student has spent it, or all of it for 0; None if it has no such day."""
    of_day = [stop for stop in stops() if day in {0, stop.module.day}]
    if not of_day:
        return None
    works = {work.lab.uuid: work for work in all_work([student.pk]).get(student.pk, ())}
    record = record_of(student)
    lessons = [stop.unit.lesson for stop in of_day if stop.unit.lesson]
    pace, step = pace_of(a_class), next_step(record, None)
    gain = class_gain([student.pk]) if day == 0 else None
    return StudentsDay(
        in_class=a_class,
        day=day,
        note=pace.day_note if pace.day_over == day else "",
        labs=tuple(
            LabOfDay(lab, reverse("lab", args=[lab.slug]), works.get(lab.uuid)) for stop in of_day for lab in stop.labs
        ),
        read=sum(lesson.uuid in record.read for lesson in lessons),
        lessons=len(lessons),
        next_url=step.url if step else "",
        next_title=step.title if step else "",
        gain=gain.people[0] if gain and gain.number else None,
        questions=gain.number if gain else 0,
    )
