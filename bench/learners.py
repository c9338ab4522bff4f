"""Makes people who have signed in, in the database that the settings name. Needs Django to be set up."""

from datetime import date

from django.conf import settings

from quintain.accounts.models import Membership, Role, User
from quintain.catalog.pack_store import current_pack
from quintain.cli.rehearse import session_of
from quintain.cohorts import actions as cohorts


def make_sessions(count: int) -> dict[str, object]:
    """Return the names of the cookies, and the session of each new person."""
    return _cookies() | {"sessions": [_session(number) for number in range(count)]}


def _cookies() -> dict[str, object]:
    return {"session_cookie": settings.SESSION_COOKIE_NAME, "csrf_cookie": settings.CSRF_COOKIE_NAME}


def make_class(count: int) -> dict[str, object]:
    """Return the same for the students of a class, and the class's id and the session of its instructor."""
    return _cookies() | _class("instructor", range(count))


def make_classes(count: int, seats: int) -> dict[str, object]:
    """Return the same for as many classes as so many students need."""
    firsts = range(0, count, seats)
    classes = [_class(f"instructor-{first}", range(first, min(first + seats, count))) for first in firsts]
    return _cookies() | {"classes": classes}


def _class(teacher_name: str, numbers: range) -> dict[str, object]:
    teacher = User.objects.create_user(teacher_name, "Instructor")
    Membership.objects.create(person=teacher, role=Role.INSTRUCTOR)
    days = date(2027, 5, 3), date(2027, 5, 5)
    made = cohorts.make_class(cohorts.NewClass("Bench", current_pack().id, *days, "UTC", len(numbers)), by=teacher)
    students = [cohorts.join(made.join_code, f"Student {number}").person for number in numbers]
    return {
        "sessions": [session_of(each) for each in students],
        "instructor": session_of(teacher),
        "class_id": str(made.pk),
    }


def make_codes(seats: int) -> list[str]:
    """Return the join codes of two classes with so many seats each."""
    days = date(2027, 5, 3), date(2027, 5, 5)
    facts = [cohorts.NewClass(title, current_pack().id, *days, "UTC", seats) for title in ("alone", "at once")]
    return [cohorts.make_class(each, by=None).join_code for each in facts]


def _session(number: int) -> str:
    person = User.objects.create_user(f"learner-{number}", f"Learner {number}")
    Membership.objects.create(person=person, role=Role.STUDENT)
    return session_of(person)
