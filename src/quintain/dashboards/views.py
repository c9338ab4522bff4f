"""Pages for instructors of a class, and for operators. To anybody else there is no such class."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quintain.accounts.permissions import may
from quintain.attempts.pages.comments import asked_in
from quintain.cohorts.entering import enter_class
from quintain.cohorts.permissions import SEE_CLASS
from quintain.dashboards import actions, gains, queries
from quintain.dashboards import report as reports
from quintain.helpqueue.queries import answered_hands
from quintain.pacing.permissions import SET_PACE
from quintain.web.bodies import read_whole

MOST_ANSWERED: Final = 30


@require_safe
@cache_control(no_store=True)
def wall(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show the wall."""
    _, a_class = enter_class(request, class_id, SEE_CLASS)
    shown = queries.wall(a_class, request.GET.get("order", ""))
    return render(request, "dashboards/wall.html", {"wall": shown})


@require_safe
@cache_control(no_store=True)
def seats(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Give the page's script the seats that it asks for, or all, with all that is beside them."""
    _, a_class = enter_class(request, class_id, SEE_CLASS)
    shown = queries.wall(a_class, request.GET.get("order", ""))
    asked = set(request.GET.getlist("seat"))
    cards = [card for card in shown.cards if not asked or str(card.number) in asked]
    return render(request, "dashboards/parts.html", {"wall": shown, "cards": cards})


@require_safe
@cache_control(no_store=True)
def help_queue(request: HttpRequest, class_id: UUID, template: str) -> HttpResponse:
    """Show who asks for help, comments to read, and what was answered: as a page, or its parts for its script."""
    _, a_class = enter_class(request, class_id, SEE_CLASS)
    answered = () if a_class.archived_at else answered_hands(a_class, MOST_ANSWERED)
    back = reverse("class-help", args=[a_class.pk])
    comments = () if a_class.archived_at else queries.comments_to_read(a_class)
    facts = {"wall": queries.wall(a_class), "answered": answered, "comments": comments, "back": back}
    return render(request, template, facts | {"is_help_page": True})


@require_safe
@cache_control(no_store=True)
def projector(request: HttpRequest, class_id: UUID, template: str) -> HttpResponse:
    """Show the counts of the class, for a projector: as a page, or again for its script."""
    _, a_class = enter_class(request, class_id, SEE_CLASS)
    return render(request, template, {"projector": queries.projector(a_class)})


@require_safe
@cache_control(no_store=True)
def student(request: HttpRequest, class_id: UUID, person: UUID) -> HttpResponse:
    """Show what a student did."""
    user, a_class = enter_class(request, class_id, SEE_CLASS)
    page = actions.open_student(a_class, person, by=user, request=request)
    return render(request, "dashboards/student.html", {"page": page, "sets_pace": may(user, SET_PACE, a_class)})


@require_safe
@cache_control(no_store=True)
def attempt(request: HttpRequest, class_id: UUID, person: UUID, lab: str, number: int) -> HttpResponse:
    """Show one attempt of a student."""
    user, a_class = enter_class(request, class_id, SEE_CLASS)
    view = actions.open_attempt(a_class, person, lab, number, asked_in(request), by=user, request=request)
    return render(request, "dashboards/attempt.html", {"view": view, "sets_pace": may(user, SET_PACE, a_class)})


@require_safe
@cache_control(no_store=True)
def report(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show the report of the class, of one day of the course or of all."""
    user, a_class = enter_class(request, class_id, SEE_CLASS)
    day = read_whole(request.GET.get("day", "0"), most_digits=2, otherwise=0)
    facts = {"report": reports.report_of(a_class, day), "sets_pace": may(user, SET_PACE, a_class)}
    return render(request, "dashboards/report.html", facts)


@require_safe
@cache_control(no_store=True)
def assessment(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show what the class has learnt between the entry test and the exit test."""
    _, a_class = enter_class(request, class_id, SEE_CLASS)
    return render(request, "dashboards/assessment.html", {"page": gains.page_of(a_class)})


@require_safe
@cache_control(no_store=True)
def results(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Give the results of the class as a table."""
    user, a_class = enter_class(request, class_id, SEE_CLASS)
    text = actions.export_results(a_class, by=user, request=request)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = slugify(a_class.title) or a_class.pk
    response.headers["Content-Disposition"] = f'attachment; filename="results-{name}.csv"'
    return response
