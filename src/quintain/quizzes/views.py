"""Questions in a lesson, and answers that come in."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from quintain.accounts.models import User
from quintain.accounts.permissions import require
from quintain.catalog.permissions import require_topic
from quintain.catalog.queries import module_of
from quintain.packs.model.pack import Unit
from quintain.packs.model.question import Question
from quintain.quizzes import actions, queries
from quintain.quizzes.permissions import ANSWER
from quintain.web.bodies import is_by_script, read_whole


def questions(request: HttpRequest, uuids: Iterable[UUID]) -> dict[UUID, SafeString]:
    """Draw questions for the page of their lesson."""
    user = require(request, ANSWER)
    found = (queries.find_question(uuid) for uuid in uuids)
    cards = queries.question_cards(user, filter(None, found))
    return {card.uuid: render_to_string("quizzes/question.html", {"card": card}, request) for card in cards}


@require_POST
def answer(request: HttpRequest, question: UUID) -> HttpResponse:
    """Keep an answer and show what it means."""
    user, unit, found = _enter(request, question)
    text = request.POST.get("option", "")
    actions.answer(user, found, read_whole(text, most_digits=3, otherwise=-1))
    return _shown(request, user, unit, found)


@require_POST
def explain(request: HttpRequest, question: UUID) -> HttpResponse:
    """Show why each option is right or wrong."""
    user, unit, found = _enter(request, question)
    actions.explain(user, found)
    return _shown(request, user, unit, found)


def _enter(request: HttpRequest, uuid: UUID) -> tuple[User, Unit, Question]:
    found = queries.find_question(uuid)
    user = require(request, ANSWER, found[1] if found else None)
    if found is None:
        raise Http404
    require_topic(request, module_of(found[0]))
    return user, *found


def _shown(request: HttpRequest, user: User, unit: Unit, question: Question) -> HttpResponse:
    if is_by_script(request):
        (card,) = queries.question_cards(user, [(unit, question)])
        return render(request, "quizzes/question.html", {"card": card})
    return redirect(f"{reverse('topic', args=[unit.id])}#question-{question.uuid}")
