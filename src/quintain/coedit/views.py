"""Lets instructors ask to join, students answer, and either of both end it."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.accounts.sign_in.adapters import own_path
from quintain.catalog.pack_store import find_lab
from quintain.cells.middleware import PARTITION
from quintain.cells.this_cell import hold_for
from quintain.coedit import actions, pages, queries
from quintain.coedit.models import Consent, PairSession
from quintain.coedit.permissions import ANSWER, ASK_TO_PAIR, PAIR, SEE_PAIR_SESSION
from quintain.cohorts.entering import enter_class, or_404
from quintain.helpqueue.queries import class_for_help
from quintain.packs.model.lab import Lab
from quintain.web.bodies import is_by_script
from quintain.web.refusals import Malformed


def parts(request: HttpRequest, labs: Sequence[str]) -> dict[str, SafeString]:
    """Draw a student's part in the pages of labs, for students with a seat in a class that goes on."""
    person = request.user
    if not isinstance(person, User) or class_for_help(person) is None:
        return {}
    return {slug: _drawn(request, person, lab) for slug in labs if (lab := find_lab(slug)) is not None}


@require_safe
@cache_control(no_store=True)
def part(request: HttpRequest, lab: str) -> HttpResponse:
    """Draw the student's part again, for a page that asks what is new."""
    person, shown_lab = request.user, find_lab(lab)
    if shown_lab is None or not isinstance(person, User) or class_for_help(person) is None:
        raise Http404
    session = queries.session_seen_by(request, person) if settings.IS_GROWN else None
    if session is not None and session.is_open:
        hold_for(session.in_class_id)  # whether the student's terminal is seen is known there alone
    return HttpResponse(_drawn(request, person, shown_lab))


@require_POST
def ask(request: HttpRequest, class_id: UUID, person: UUID) -> HttpResponse:
    """Ask a student to be let into the editor of a lab, and go where the answer is waited for."""
    instructor, a_class = enter_class(request, class_id, ASK_TO_PAIR)
    student, lab = or_404(User.objects.filter(pk=person).first()), or_404(find_lab(request.POST.get("lab", "")))
    session = actions.ask(a_class, student, lab, by=instructor, request=request)
    return redirect("pair", session.pk)


@require_safe
@cache_control(no_store=True)
def pair(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show the instructor the student's editor, or that the answer is waited for, or that it is over."""
    _, session = _enter(request, session_id, SEE_PAIR_SESSION)
    setattr(request, PARTITION, session.in_class_id)
    lab = or_404(queries.lab_of(session))
    if session.ended_at is not None or not session.consent:
        return render(request, "coedit/waiting.html", {"page": pages.waiting_page(session, lab)})
    return render(request, "coedit/pair.html", {"page": pages.instructors_page(session, lab)})


@require_POST
def answer(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Let the instructor in, or not."""
    person, session = _enter(request, session_id, ANSWER)
    lab = or_404(queries.lab_of(session))
    consents = {"type": Consent.TYPE, "watch": Consent.WATCH, "refuse": None}
    act = request.POST.get("act", "")
    if act not in consents:
        raise Malformed(
            gettext("“act” must be “type”, “watch” or “refuse”."), gettext("Reload the page and try again.")
        )
    actions.answer(session, consents[act], lab, by=person, request=request)
    return _back(request, person, lab)


@require_POST
def end(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """End it, for the student or the instructor."""
    person, session = _enter(request, session_id, PAIR)
    actions.end(session, by=person, request=request)
    if session.instructor_id == person.pk:
        return redirect("class-student", session.in_class_id, session.student_id)
    lab = queries.lab_of(session)
    return _back(request, person, lab) if lab else redirect("home")


def _enter(request: HttpRequest, session_id: UUID, permission: str) -> tuple[User, PairSession]:
    """Return the person and the session. Who may not come does not learn whether there is one.

    Raises:
        Http404: There is no such session, or this person may not come.

    """
    session, person = queries.find_session(session_id), request.user
    if session is None or not isinstance(person, User) or not may(person, permission, session):
        raise Http404
    return person, session


def _drawn(request: HttpRequest, person: User, lab: Lab) -> SafeString:
    asked_from = request.POST.get("next") or request.GET.get("next") or request.path
    drawn = pages.students_part(request, person, lab, asked_from)
    return render_to_string("coedit/part.html", {"part": drawn}, request)


def _back(request: HttpRequest, person: User, lab: Lab) -> HttpResponse:
    """Draw the student's part of the page that asks by script, or go back to it."""
    here = find_lab(request.POST.get("lab", "")) or lab
    if is_by_script(request):
        return HttpResponse(_drawn(request, person, here))
    return HttpResponseRedirect(own_path(request.POST.get("next", "/"), reverse("fix", args=[lab.slug])))
