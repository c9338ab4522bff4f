"""What a class has learnt: the entry and exit test of each student, and of each module."""

from dataclasses import dataclass
from uuid import UUID

from quintain.cohorts.models import Class
from quintain.dashboards.students import seat_of, students_of
from quintain.quizzes.assessment import ClassGain, PersonGain, class_gain


@dataclass(frozen=True, slots=True)
class StudentGain:
    """A student by name, and how many answers were right before and after."""

    person: UUID
    name: str
    seat: int
    gain: PersonGain


@dataclass(frozen=True, slots=True)
class GainPage:
    """The page of a class's test, the students by their seats."""

    class_id: UUID
    title: str
    students: tuple[StudentGain, ...]
    gain: ClassGain


def page_of(a_class: Class) -> GainPage:
    """Return the test in a class."""
    students = students_of(a_class)
    gain = class_gain(each.person_id for each in students)
    return GainPage(
        class_id=a_class.pk,
        title=a_class.title,
        students=tuple(
            StudentGain(each.person_id, each.person.display_name, seat_of(each), theirs)
            for each, theirs in zip(students, gain.people, strict=True)
        ),
        gain=gain,
    )
