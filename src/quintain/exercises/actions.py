"""Writes about exercises."""

from collections.abc import Mapping

from django.db import transaction

from quintain.accounts.locking import lock_person
from quintain.accounts.models import User
from quintain.exercises.answers import Chosen, is_right
from quintain.exercises.errors import NotAnswered
from quintain.exercises.models import ElementAnswer, Shown
from quintain.packs.model.exercise import Element, Exercise


def answer(user: User, exercise: Exercise, answers: Mapping[str, Chosen]) -> None:
    """Keep answers by the element's id, all or none; the same one twice in a row is kept once."""
    with transaction.atomic():
        lock_person(user.pk)
        for element in exercise.elements:
            if element.id not in answers:
                continue
            chosen = list(answers[element.id])
            last = ElementAnswer.objects.filter(user=user, element=element.uuid).first()
            if last is None or last.chosen != chosen:
                right = is_right(exercise, element, answers[element.id])
                ElementAnswer.objects.create(user=user, element=element.uuid, chosen=chosen, right=right)


def show(user: User, element: Element) -> None:
    """Show the right answer of an element from now on.

    Raises:
        NotAnswered: There is no answer yet.

    """
    if not ElementAnswer.objects.filter(user=user, element=element.uuid).exists():
        raise NotAnswered
    Shown.objects.get_or_create(user=user, element=element.uuid)
