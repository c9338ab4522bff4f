"""The pace of a class: an instructor sets it, and students' pages follow. To others there is no such class."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import instructs, may
from quintain.accounts.sign_in.adapters import own_path
from quintain.attempts.models import Submission
from quintain.catalog.pack_store import find_lab
from quintain.cohorts.entering import enter_class, or_404, uuid_or_404
from quintain.cohorts.models import Class
from quintain.helpqueue.queries import class_for_help
from quintain.pacing import actions, days, queries
from quintain.pacing.errors import NoteTooLong, NothingToSend
from quintain.pacing.permissions import ANSWER_ABOUT_FIX, FOLLOW_PACE, SEE_PACE, SET_PACE
from quintain.pacing.places import leads_from, read_place
from quintain.pacing.slides import slide_poll
from quintain.quizzes.queries import find_question
from quintain.web.bodies import is_by_script, read_act, read_fields, read_whole
from quintain.web.refusals import Malformed, Refused


@dataclass(frozen=True, slots=True)
class HintDraft:
    """A hint that was not sent: what was written and chosen, and why it was refused."""

    text: str
    lab: str
    is_for_all: bool
    students: frozenset[UUID]
    refused: Refused


def students_parts(request: HttpRequest, people: Sequence[UUID]) -> dict[UUID, SafeString]:
    """Draw what the class does into a student's pages, for students with a seat in a class that goes on."""
    person = request.user
    if not isinstance(person, User) or (a_class := class_for_help(person)) is None:
        return {}
    return dict.fromkeys(people, _students_part(request, person, a_class, request.get_full_path()))


def leading(request: HttpRequest, people: Sequence[UUID]) -> dict[UUID, SafeString]:
    """Draw into an instructor's pages that a class follows them."""
    person = request.user
    if not isinstance(person, User) or not instructs(person) or (led := queries.led_class(person)) is None:
        return {}
    facts = {"class": led, "back": request.get_full_path(), "is_led": leads_from(request.path)}
    return dict.fromkeys(people, render_to_string("pacing/leading.html", facts, request))


def poll_buttons(request: HttpRequest, questions: Sequence[UUID]) -> dict[UUID, SafeString]:
    """Draw into the questions of a lesson how an instructor asks a class."""
    person = request.user
    classes = queries.taught_classes(person) if isinstance(person, User) else ()
    if not classes:
        return {}
    return {
        pk: render_to_string("pacing/askbutton.html", {"classes": classes, "question": pk}, request) for pk in questions
    }


@require_safe
@cache_control(no_store=True)
def pace(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show an instructor what the class does, and how to change it."""
    _, a_class = enter_class(request, class_id, SET_PACE)
    return render(request, "pacing/pace.html", {"page": queries.pace_page(a_class)})


@require_safe
@cache_control(no_store=True)
def parts(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Give a page's script its parts again: those of the instructor's page, or of a student's pages."""
    person, a_class = enter_class(request, class_id, SEE_PACE)
    if may(person, SET_PACE, a_class):
        return render(request, "pacing/paceparts.html", {"page": queries.pace_page(a_class)})
    return HttpResponse(_students_part(request, person, a_class, request.GET.get("next", "/")))


@require_POST
def set_pace(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Change what the class does."""
    person, a_class = enter_class(request, class_id, SET_PACE)
    form, note = request.POST, request.POST.get("note", "")
    acts: Mapping[str, Callable[[], object]] = {
        "hold": lambda: actions.hold(a_class, _whole(form.get("seconds", ""), 0), note, by=person),
        "release": lambda: actions.release(a_class, by=person),
        "start-timer": lambda: actions.start_timer(a_class, _whole(form.get("minutes", ""), 10), note, by=person),
        "stop-timer": lambda: actions.stop_timer(a_class, by=person),
        "lead": lambda: actions.lead(a_class, by=person),
        "stop-leading": lambda: actions.stop_leading(a_class, by=person),
        "close-poll": lambda: actions.close_poll(a_class, by=person),
        "end-poll": lambda: actions.end_poll(a_class, by=person),
        "end-day": lambda: actions.end_day(a_class, _whole(form.get("day", ""), 1), note, by=person),
        "begin-day": lambda: actions.begin_day(a_class, by=person),
        "stop-showing": lambda: actions.stop_showing(a_class, uuid_or_404(form.get("fix", "")), by=person),
    }
    read_act(acts, form.get("act", ""))()
    if is_by_script(request) and "question" in form:
        return HttpResponse(slide_poll(request, a_class, uuid_or_404(form["question"])))
    if is_by_script(request) and "next" not in form:
        return render(request, "pacing/paceparts.html", {"page": queries.pace_page(a_class)})
    return HttpResponseRedirect(own_path(form.get("next", ""), reverse("pace", args=[class_id])))


@require_POST
def place(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Take note of where the leader is."""
    person, a_class = enter_class(request, class_id, SET_PACE)
    actions.move(a_class, read_place(read_fields(request)), by=person)
    return HttpResponse(status=204)


@require_POST
def ask(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Ask the class a question of a lesson."""
    person, a_class = enter_class(request, class_id, SET_PACE)
    _, question = or_404(find_question(uuid_or_404(request.POST.get("question", ""))))
    actions.ask_poll(a_class, question, by=person)
    if is_by_script(request):
        return HttpResponse(slide_poll(request, a_class, question.uuid))
    back = f"{reverse('pace', args=[class_id])}#pace-poll"
    return HttpResponseRedirect(own_path(request.POST.get("next", ""), back))


@require_POST
def vote(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Take a student's answer."""
    person, a_class = enter_class(request, class_id, FOLLOW_PACE)
    poll = or_404(queries.find_poll(a_class, uuid_or_404(request.POST.get("poll", ""))))
    actions.vote(poll, _whole(request.POST.get("option", ""), -1), by=person)
    return _answer(request, person, a_class)


@require_POST
def send_hint(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Send a hint to some students, or to all."""
    person, a_class = enter_class(request, class_id, SET_PACE)
    slug = request.POST.get("lab", "")
    lab = or_404(find_lab(slug)) if slug else None
    everybody = [each.person_id for each in queries.seated(a_class)]
    chosen = {uuid_or_404(each) for each in request.POST.getlist("student")[: len(everybody)]}
    wanted = everybody if request.POST.get("to") == "all" else [each for each in everybody if each in chosen]
    back, text = request.POST.get("next", ""), request.POST.get("text", "")
    try:
        count = actions.send_hint(a_class, wanted, text, lab, by=person, request=request)
    except (NothingToSend, NoteTooLong) as refused:
        if back:
            raise  # the form was in another page, which the browser goes back to
        draft = HintDraft(text, slug, request.POST.get("to") == "all", frozenset(wanted), refused)
        shown = {"page": queries.pace_page(a_class), "draft": draft}
        return render(request, "pacing/pace.html", shown, status=refused.status)
    return render(
        request,
        "pacing/sent.html",
        {"class": a_class, "count": count, "back": own_path(back, reverse("pace", args=[class_id]))},
    )


@require_POST
def put_hint_away(request: HttpRequest, class_id: UUID, hint: int) -> HttpResponse:
    """Take a hint that was read from a student's pages."""
    person, a_class = enter_class(request, class_id, FOLLOW_PACE)
    actions.put_hint_away(a_class, hint, by=person)
    return _answer(request, person, a_class)


@require_POST
def ask_to_show(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Ask a student whether an attempt may be shown to the class."""
    person, a_class = enter_class(request, class_id, SET_PACE)
    attempts = Submission.objects.select_related("workspace").filter(number__isnull=False)
    submission = or_404(attempts.filter(pk=uuid_or_404(request.POST.get("submission", ""))).first())
    actions.ask_to_show(a_class, submission, by=person, request=request)
    return redirect(f"{reverse('pace', args=[class_id])}#pace-fixes")


@require_safe
@cache_control(no_store=True)
def shown_fix(request: HttpRequest, class_id: UUID, fix: UUID) -> HttpResponse:
    """Show the class a fix, without a name."""
    person, a_class = enter_class(request, class_id, SEE_PACE)
    shown = or_404(queries.shown_fix(or_404(queries.find_fix(a_class, fix)), person))
    return render(request, "pacing/shownfix.html", {"fix": shown, "class": a_class})


@require_POST
def answer_about_fix(request: HttpRequest, class_id: UUID, fix: UUID) -> HttpResponse:
    """Allow that one's fix is shown, or not, or not any more."""
    person, a_class = enter_class(request, class_id, FOLLOW_PACE)
    shared = queries.find_fix(a_class, fix)
    if shared is None or not may(person, ANSWER_ABOUT_FIX, shared):
        raise Http404
    act = request.POST.get("act", "")
    if act not in {"allow", "refuse"}:
        raise Malformed(gettext("“act” must be “allow” or “refuse”."), gettext("Reload the page and try again."))
    actions.answer_about_fix(shared, is_allowed=act == "allow", by=person, request=request)
    return _answer(request, person, a_class)


@require_safe
@cache_control(no_store=True)
def my_day(request: HttpRequest, class_id: UUID, day: int) -> HttpResponse:
    """Show a student what they have done on a day of the course, and what is left."""
    person, a_class = enter_class(request, class_id, FOLLOW_PACE)
    return render(request, "pacing/myday.html", {"page": or_404(days.day_of(a_class, person, day))})


def _students_part(request: HttpRequest, person: User, a_class: Class, back: str) -> SafeString:
    facts = {"part": queries.students_part(request, a_class, person), "back": own_path(back)}
    return render_to_string("pacing/part.html", facts, request)


def _answer(request: HttpRequest, person: User, a_class: Class) -> HttpResponse:
    """Draw the student's part of the page that asks by script, or go back to it."""
    back = request.POST.get("next", "/")
    if is_by_script(request):
        return HttpResponse(_students_part(request, person, a_class, back))
    return HttpResponseRedirect(own_path(back))


def _whole(text: str, otherwise: int) -> int:
    return read_whole(text, most_digits=4, otherwise=otherwise)
