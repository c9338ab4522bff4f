"""Exercises in a lesson, and answers that come in."""

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
from quintain.catalog import pack_store
from quintain.catalog.permissions import require_topic
from quintain.catalog.queries import module_of
from quintain.exercises import actions, queries
from quintain.exercises.answers import read_answers
from quintain.exercises.errors import NoSuchChoice
from quintain.exercises.permissions import ANSWER
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.pack import Unit
from quintain.web.bodies import is_by_script


def exercises(request: HttpRequest, names: Iterable[str]) -> dict[str, SafeString]:
    """Draw exercises for the page of their lesson."""
    user = require(request, ANSWER)
    named = map(pack_store.current_pack().exercises.get, names)
    cards = queries.exercise_cards(user, filter(None, named))
    return {card.name: render_to_string("exercises/exercise.html", {"card": card}, request) for card in cards}


@require_POST
def answer(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Keep the answers of a form, and show what they mean."""
    user, unit, exercise = _enter(request, exercise_id)
    actions.answer(user, exercise, read_answers(exercise, dict(request.POST.lists())))
    return _shown(request, user, unit, exercise)


@require_POST
def show(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show the right answer of one element."""
    user, unit, exercise = _enter(request, exercise_id)
    asked = request.POST.get("show")
    element = next((element for element in exercise.elements if element.id == asked), None)
    if element is None:
        raise NoSuchChoice
    actions.show(user, element)
    return _shown(request, user, unit, exercise)


def _enter(request: HttpRequest, exercise_id: UUID) -> tuple[User, Unit, Exercise]:
    unit_and_exercise = queries.find_exercise(exercise_id)
    user = require(request, ANSWER, unit_and_exercise[1] if unit_and_exercise else None)
    if unit_and_exercise is None:
        raise Http404
    require_topic(request, module_of(unit_and_exercise[0]))
    return user, *unit_and_exercise


def _shown(request: HttpRequest, user: User, unit: Unit, exercise: Exercise) -> HttpResponse:
    if is_by_script(request):
        (card,) = queries.exercise_cards(user, [exercise])
        return render(request, "exercises/exercise.html", {"card": card})
    return redirect(f"{reverse('topic', args=[unit.id])}#exercise-{exercise.slug}")
