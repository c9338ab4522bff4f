"""The addresses of the API. Each asks for a token with its scope, then for the class, and reads."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router

from quintain.api import queries
from quintain.api import resources as said
from quintain.api.bearer import CallerRequest, Reads
from quintain.api.paging import PageQuery, page_of
from quintain.api.rows import (
    attempt_row,
    certificate_row,
    class_row,
    member_row,
    progress_row,
    result_row,
    token_row,
)
from quintain.api.scopes import Scope
from quintain.certificates.permissions import SEE_EARNERS
from quintain.cohorts.entering import enter_class
from quintain.cohorts.models import Class
from quintain.cohorts.permissions import SEE_CLASS

router: Final = Router()


class AttemptQuery(PageQuery):
    """Which attempts are asked for."""

    person_id: UUID | None = Field(None, description=gettext_noop("Only those of this student."))
    lab: str | None = Field(
        None,
        max_length=80,
        pattern=r"^[a-z0-9-]+$",
        description=gettext_noop("Only those of the lab of this name."),
    )


@router.get(
    "/token",
    auth=Reads(),
    response=said.TokenResource,
    summary=gettext_noop("This token"),
    description=gettext_noop("Tells whose token this is, what it may read, and when it expires. It needs no scope."),
)
def token(request: CallerRequest) -> said.TokenResource:
    """Return the token that asks."""
    return token_row(request.auth)


@router.get(
    "/classes",
    auth=Reads(Scope.CLASSES),
    response=said.ClassPage,
    summary=gettext_noop("Classes"),
    description=gettext_noop("Lists the classes that the token's owner instructs, all for an operator; latest first."),
)
def classes(request: CallerRequest, response: HttpResponse, page: Query[PageQuery]) -> said.ClassPage:
    """Return the classes of the token's owner."""
    caller = request.auth
    found = queries.readable_classes(caller.owner, caller.token.in_class)
    items, total = page_of(request, response, found, page, class_row)
    return said.ClassPage(items=items, total=total)


@router.get(
    "/classes/{uuid:class_id}",
    auth=Reads(Scope.CLASSES),
    response=said.ClassResource,
    summary=gettext_noop("One class"),
    description=gettext_noop("Returns one class."),
)
def one_class(request: CallerRequest, class_id: UUID) -> said.ClassResource:
    """Return one class."""
    return class_row(_enter(request, class_id))


@router.get(
    "/classes/{uuid:class_id}/roster",
    auth=Reads(Scope.ROSTER),
    response=said.RosterPage,
    summary=gettext_noop("Roster"),
    description=gettext_noop("Lists the people of a class: instructors, students by their seats, then who waits."),
)
def roster(request: CallerRequest, response: HttpResponse, class_id: UUID, page: Query[PageQuery]) -> said.RosterPage:
    """Return the people of a class."""
    a_class = _enter(request, class_id)
    items, total = page_of(request, response, queries.members_of(a_class), page, member_row)
    return said.RosterPage(items=items, total=total)


@router.get(
    "/classes/{uuid:class_id}/progress",
    auth=Reads(Scope.PROGRESS),
    response=said.ProgressPage,
    summary=gettext_noop("Progress"),
    description=gettext_noop("Lists each student in each lab that they have begun, with phases and counts."),
)
def progress(
    request: CallerRequest, response: HttpResponse, class_id: UUID, page: Query[PageQuery]
) -> said.ProgressPage:
    """Return how far the students of a class are."""
    a_class = _enter(request, class_id)
    items, total = page_of(request, response, queries.work_of(a_class), page, progress_row)
    return said.ProgressPage(items=items, total=total)


@router.get(
    "/classes/{uuid:class_id}/attempts",
    auth=Reads(Scope.ATTEMPTS),
    response=said.AttemptPage,
    summary=gettext_noop("Attempts"),
    description=gettext_noop("Lists the attempts of a class in the order in which they were handed in."),
)
def attempts(
    request: CallerRequest, response: HttpResponse, class_id: UUID, page: Query[AttemptQuery]
) -> said.AttemptPage:
    """Return what came of the attempts of a class."""
    found = queries.attempts_of(_enter(request, class_id), person=page.person_id, lab=page.lab)
    items, total = page_of(request, response, found, page, attempt_row)
    return said.AttemptPage(items=items, total=total)


@router.get(
    "/classes/{uuid:class_id}/results",
    auth=Reads(Scope.RESULTS),
    response=said.ResultPage,
    summary=gettext_noop("Results"),
    description=gettext_noop("Lists the students of a class with counts of their right answers."),
)
def results(request: CallerRequest, response: HttpResponse, class_id: UUID, page: Query[PageQuery]) -> said.ResultPage:
    """Return the results of tests and quizzes."""
    found = queries.results_of(_enter(request, class_id))
    items, total = page_of(request, response, found.students, page, lambda each: result_row(each, found.questions))
    return said.ResultPage(items=items, total=total)


@router.get(
    "/classes/{uuid:class_id}/certificates",
    auth=Reads(Scope.CERTIFICATES),
    response=said.CertificatePage,
    summary=gettext_noop("Certificates"),
    description=gettext_noop("Lists who has earned a certificate of a class, if the server issues certificates."),
)
def certificates(
    request: CallerRequest, response: HttpResponse, class_id: UUID, page: Query[PageQuery]
) -> said.CertificatePage:
    """Return who has a certificate."""
    a_class = _enter(request, class_id, SEE_EARNERS)
    items, total = page_of(request, response, queries.earners_of(a_class), page, certificate_row)
    return said.CertificatePage(items=items, total=total)


def _enter(request: CallerRequest, class_id: UUID, permission: str = SEE_CLASS) -> Class:
    """Return a class that the owner may see, and that the token reads.

    Raises:
        Http404: There is none.

    """
    only = request.auth.token.in_class
    if only is not None and only.pk != class_id:
        raise Http404
    _, a_class = enter_class(request, class_id, permission)
    return a_class
