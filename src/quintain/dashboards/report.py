"""The report of a class at the end of a day or of the course: what was proven, what was hard, what many got wrong."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from uuid import UUID

from quintain.accounts.models import Membership
from quintain.attempts.progress.class_progress import Work, all_work, minutes_of
from quintain.catalog.pack_store import modules
from quintain.catalog.sequence import stops
from quintain.cohorts.models import Class
from quintain.dashboards.alike import Mistake, mistakes
from quintain.dashboards.students import seat_of, students_of
from quintain.packs.model.lab import Lab
from quintain.quizzes.assessment import PersonGain, class_gain


@dataclass(frozen=True, slots=True)
class LabLine:
    """A lab in a class. ``minutes`` and ``attempts`` are medians of those who have proven it; None if nobody has."""

    lab: Lab
    day: int
    begun: int
    proven: int
    minutes: int | None
    attempts: int | None
    hints: int

    @property
    def is_hard(self) -> bool:
        """Whether somebody has begun it and nobody has proven it."""
        return self.begun > 0 and self.proven == 0


@dataclass(frozen=True, slots=True)
class StudentLine:
    """A student. ``minutes`` is time in labs, ``attempts`` counts verdicts."""

    person: UUID
    name: str
    seat: int
    proven: int
    attempts: int
    hints: int
    minutes: int
    gain: PersonGain


@dataclass(frozen=True, slots=True)
class Report:
    """The report; ``day`` is 0 for the whole course."""

    class_id: UUID
    title: str
    day: int
    days: tuple[int, ...]
    labs: tuple[LabLine, ...]
    mistakes: tuple[Mistake, ...]
    students: tuple[StudentLine, ...]
    questions: int

    @property
    def hard(self) -> tuple[LabLine, ...]:
        """The labs that somebody has begun and nobody has proven."""
        return tuple(line for line in self.labs if line.is_hard)

    @property
    def begun(self) -> bool:
        """Whether anybody has begun a lab."""
        return any(line.begun for line in self.labs)

    @property
    def untouched(self) -> tuple[LabLine, ...]:
        """The labs that nobody has begun."""
        return tuple(line for line in self.labs if not line.begun)


def report_of(a_class: Class, day: int = 0) -> Report:
    """Return the report of a class about the labs of one day of the course, or of all."""
    students = students_of(a_class)
    labs = {lab.uuid: (lab, stop.module.day) for stop in stops() for lab in stop.labs if day in {0, stop.module.day}}
    works = {
        person: [work for work in done if work.lab.uuid in labs]
        for person, done in all_work([each.person_id for each in students]).items()
    }
    by_lab: defaultdict[UUID, list[Work]] = defaultdict(list)
    for done in works.values():
        for work in done:
            by_lab[work.lab.uuid].append(work)
    gain = class_gain(each.person_id for each in students)
    return Report(
        class_id=a_class.pk,
        title=a_class.title,
        day=day,
        days=tuple(sorted({module.day for module in modules()})),
        labs=tuple(_lab_line(lab, its_day, by_lab[uuid]) for uuid, (lab, its_day) in labs.items()),
        mistakes=mistakes(students, works),
        students=tuple(
            _student_line(each, works.get(each.person_id, ()), theirs)
            for each, theirs in zip(students, gain.people, strict=True)
        ),
        questions=gain.number,
    )


def _lab_line(lab: Lab, day: int, works: Sequence[Work]) -> LabLine:
    proven = [work for work in works if work.state.proven_at]
    return LabLine(
        lab=lab,
        day=day,
        begun=len(works),
        proven=len(proven),
        minutes=round(median(minutes_of(work) for work in proven)) if proven else None,
        attempts=round(median(work.state.tries for work in proven)) if proven else None,
        hints=sum(work.hints for work in works),
    )


def _student_line(student: Membership, works: Iterable[Work], gain: PersonGain) -> StudentLine:
    works = tuple(works)
    return StudentLine(
        person=student.person_id,
        name=student.person.display_name,
        seat=seat_of(student),
        proven=sum(work.state.proven_at is not None for work in works),
        attempts=sum(work.state.tries for work in works),
        hints=sum(work.hints for work in works),
        minutes=sum(minutes_of(work) for work in works),
        gain=gain,
    )
