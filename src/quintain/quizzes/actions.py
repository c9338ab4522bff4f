"""Writes about answers."""

from django.db import transaction

from quintain.accounts.locking import lock_person
from quintain.accounts.models import User
from quintain.packs.model.question import Question
from quintain.quizzes.errors import NoSuchOption, NotAnswered
from quintain.quizzes.models import Answer, Explained


def answer(user: User, question: Question, option: int) -> None:
    """Keep a choice; the same choice twice in a row is kept once.

    Raises:
        NoSuchOption: ``option``, counted from 0, is none of the question's.

    """
    if not 0 <= option < len(question.options):
        raise NoSuchOption
    with transaction.atomic():
        lock_person(user.pk)
        last = Answer.objects.filter(user=user, question=question.uuid).first()
        if last is None or last.option != option:
            right = question.options[option].right
            Answer.objects.create(user=user, question=question.uuid, option=option, right=right)


def explain(user: User, question: Question) -> None:
    """Show the reasons of all options from now on.

    Raises:
        NotAnswered: There is no answer yet.

    """
    if not Answer.objects.filter(user=user, question=question.uuid).exists():
        raise NotAnswered
    Explained.objects.get_or_create(user=user, question=question.uuid)
