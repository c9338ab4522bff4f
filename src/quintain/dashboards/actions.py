"""The one kind of write of this room: what an instructor looks at is recorded in the audit log."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from quintain.accounts.audit import Action, record
from quintain.accounts.models import User
from quintain.accounts.permissions import require_person
from quintain.attempts.pages.comments import Asked
from quintain.cohorts.models import Class
from quintain.cohorts.permissions import SEE_CLASS
from quintain.cohorts.queries import find_student
from quintain.dashboards.results import results_csv
from quintain.dashboards.student import AttemptView, StudentPage, attempt_view, student_page


def open_student(a_class: Class, person: UUID, *, by: User, request: HttpRequest | None = None) -> StudentPage:
    """Return the page of a student of a class, and record who opened it.

    Raises:
        NoSuchStudent: The class has no such student.

    """
    require_person(by, SEE_CLASS, a_class)
    with transaction.atomic():
        page = student_page(a_class, find_student(a_class, person))
        record(Action.SEE_STUDENT, actor=by, request=request, about=person, in_class=a_class.pk)
    return page


def open_attempt(
    a_class: Class, person: UUID, lab: str, number: int, asked: Asked, *, by: User, request: HttpRequest | None = None
) -> AttemptView:
    """Return one attempt of a student of a class, and record who opened it; the comments on it are read then.

    Raises:
        NoSuchStudent: The class has no such student.
        NoSuchAttempt: The student has made none of that number in that lab.

    """
    require_person(by, SEE_CLASS, a_class)
    with transaction.atomic():
        view = attempt_view(a_class, find_student(a_class, person), lab, number, reader=by, asked=asked)
        facts: dict[str, str | int] = {"lab": lab, "attempt": number}
        record(Action.SEE_STUDENT, actor=by, request=request, about=person, in_class=a_class.pk, **facts)
    return view


def export_results(a_class: Class, *, by: User, request: HttpRequest | None = None) -> str:
    """Return the results of a class as CSV, and record who exported them."""
    require_person(by, SEE_CLASS, a_class)
    with transaction.atomic():
        text = results_csv(a_class)
        record(Action.EXPORT_RESULTS, actor=by, request=request, in_class=a_class.pk)
    return text
