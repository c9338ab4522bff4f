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
    units_and_questions = (queries.find_question(uuid) for uuid in uuids)
    cards = queries.question_cards(user, filter(None, units_and_questions))
    return {card.uuid: render_to_string("quizzes/question.html", {"card": card}, request) for card in cards}


@require_POST
def answer(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Keep an answer and show what it means."""
    user, unit, question = _enter(request, question_id)
    text = request.POST.get("option", "")
    actions.answer(user, question, read_whole(text, most_digits=3, otherwise=-1))
    return _shown(request, user, unit, question)


@require_POST
def explain(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Show why each option is right or wrong."""
    user, unit, question = _enter(request, question_id)
    actions.explain(user, question)
    return _shown(request, user, unit, question)


def _enter(request: HttpRequest, question_id: UUID) -> tuple[User, Unit, Question]:
    unit_and_question = queries.find_question(question_id)
    user = require(request, ANSWER, unit_and_question[1] if unit_and_question else None)
    if unit_and_question is None:
        raise Http404
    require_topic(request, module_of(unit_and_question[0]))
    return user, *unit_and_question


def _shown(request: HttpRequest, user: User, unit: Unit, question: Question) -> HttpResponse:
    if is_by_script(request):
        (card,) = queries.question_cards(user, [(unit, question)])
        return render(request, "quizzes/question.html", {"card": card})
    return redirect(f"{reverse('topic', args=[unit.id])}#question-{question.uuid}")
