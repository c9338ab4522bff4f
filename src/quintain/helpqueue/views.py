"""Raises hands for students, and takes, answers and lowers them for instructors."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.accounts.sign_in.adapters import own_path
from quintain.catalog.pack_store import find_lab, lab_of_uuid
from quintain.cohorts.changes import read_once
from quintain.cohorts.entering import enter_class, or_404
from quintain.cohorts.models import Class
from quintain.helpqueue import actions, queries
from quintain.helpqueue.models import MOST_LETTERS, Hand
from quintain.helpqueue.permissions import LOWER_HAND, RAISE_HAND, READ_ANSWER, SEE_HANDS, SEE_QUESTIONS
from quintain.packs.model.lab import Lab
from quintain.web.bodies import is_by_script
from quintain.web.refusals import Malformed


@dataclass(frozen=True, slots=True)
class HandButton:
    """The button with which a student asks for help; ``hand`` is the one that is up."""

    url: str
    lab: str
    back: str
    hand: Hand | None
    most: int = MOST_LETTERS

    @property
    def query(self) -> str:
        """With which the page asks for this button again."""
        return urlencode({"lab": self.lab, "next": self.back})


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a student has asked, and the lab that it is about, if the course has it."""

    hand: Hand
    lab: Lab | None


def buttons(request: HttpRequest, labs: Sequence[str]) -> dict[str, SafeString]:
    """Draw the button in the pages of labs, for students with a seat in a class that goes on."""
    person = request.user
    if not isinstance(person, User) or (a_class := queries.class_for_help(person)) is None:
        return {}
    return {
        lab: render_to_string("helpqueue/hand.html", _button(request, person, a_class, lab), request) for lab in labs
    }


@require_http_methods(["GET", "POST"])
def hand(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Raise the student's own hand, or lower it; draw its button again for a page that asks what is new."""
    person, a_class = enter_class(request, class_id, RAISE_HAND)
    slug = (request.POST if request.method == "POST" else request.GET).get("lab", "")
    lab = or_404(find_lab(slug)) if slug else None
    if request.method == "GET":
        return render(request, "helpqueue/hand.html", _button(request, person, a_class, slug))
    match request.POST.get("act"):
        case "raise":
            question = request.POST.get("question", "")
            actions.raise_hand(a_class, by=person, lab=lab.uuid if lab else None, question=question)
        case "lower":
            mine = queries.hand_of(person, a_class)
            if mine is not None:
                actions.lower(mine, by=person)
        case _:
            raise Malformed(gettext("“act” must be “raise” or “lower”."), gettext("Reload the page and try again."))
    if is_by_script(request):
        return render(request, "helpqueue/hand.html", _button(request, person, a_class, slug))
    return _back(request)


@require_POST
def take(request: HttpRequest, class_id: UUID, hand: int) -> HttpResponse:
    """Tell that this instructor goes to who has raised a hand."""
    person, raised = _enter_hand(request, class_id, hand)
    actions.take(raised, by=person, request=request)
    return _answer(request)


@require_POST
def lower(request: HttpRequest, class_id: UUID, hand: int) -> HttpResponse:
    """Lower a hand, for an instructor."""
    person, raised = _enter_hand(request, class_id, hand)
    if not may(person, LOWER_HAND, raised):
        raise Http404
    actions.lower(raised, by=person, request=request)
    return _answer(request)


@require_POST
def answer(request: HttpRequest, class_id: UUID, hand: int) -> HttpResponse:
    """Answer a question in writing, for an instructor."""
    person, raised = _enter_hand(request, class_id, hand)
    actions.answer(raised, request.POST.get("answer", ""), by=person, request=request)
    return _answer(request)


@require_POST
def read_answer(request: HttpRequest, class_id: UUID, hand: int) -> HttpResponse:
    """Put an answer away that the student has read; it stays among the questions."""
    person, a_class = enter_class(request, class_id, SEE_QUESTIONS)
    answered = queries.find_hand(a_class.pk, hand)
    if answered is None or not may(person, READ_ANSWER, answered):
        raise Http404
    actions.read_answer(answered, by=person)
    return _back(request)


@require_safe
@cache_control(no_store=True)
def questions(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show a student what they have asked, and what was answered in writing; also after the class has ended."""
    person, a_class = enter_class(request, class_id, SEE_QUESTIONS)
    asked = [
        Question(each, lab_of_uuid(each.lab) if each.lab else None) for each in queries.questions_of(person, a_class)
    ]
    return render(request, "helpqueue/questions.html", {"class": a_class, "questions": asked})


def _enter_hand(request: HttpRequest, class_id: UUID, hand: int) -> tuple[User, Hand]:
    person, a_class = enter_class(request, class_id, SEE_HANDS)
    return person, or_404(queries.find_hand(a_class.pk, hand))


def _button(request: HttpRequest, person: User, a_class: Class, lab: str) -> dict[str, HandButton]:
    asked_from = request.POST.get("next") or request.GET.get("next") or request.path
    raised = read_once(request, a_class, queries.raised)
    hand = next((each for each in raised if each.person_id == person.pk), None)
    return {"button": HandButton(reverse("hand", args=[a_class.pk]), lab, asked_from, hand)}


def _answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204) if is_by_script(request) else _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(own_path(request.POST.get("next", "/"), reverse("home")))
