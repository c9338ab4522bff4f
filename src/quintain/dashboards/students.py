"""The students of a class, in the order in which every page of it lists them."""

from quintain.accounts.models import Membership, Role
from quintain.cohorts.models import Class

NO_SEAT = 999


def students_of(a_class: Class) -> tuple[Membership, ...]:
    """Return the students by their seats; those who wait come last, in the order in which they came."""
    students = Membership.objects.filter(in_class=a_class, role=Role.STUDENT).select_related("person", "seat")
    return tuple(sorted(students, key=lambda each: (seat_of(each) or NO_SEAT, each.since, each.pk)))


def seat_of(student: Membership) -> int:
    """Return the number of a student's seat; 0 for none."""
    return student.seat.number if hasattr(student, "seat") else 0
