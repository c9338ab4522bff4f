"""Reads about questions; the dataclasses are handed to the template as they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.safestring import SafeString

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.packs.model.lesson import Ask
from quintain.packs.model.pack import Unit
from quintain.packs.model.question import Question
from quintain.quizzes.models import Answer, Explained
from quintain.web.markdown import render_inline


@dataclass(frozen=True, slots=True)
class OptionCard:
    """One option. ``why`` is None while its reason is not to be seen; ``right`` is None while that is open."""

    index: int
    html: SafeString
    chosen: bool
    right: bool | None
    why: SafeString | None


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question as one person sees it: the ``number``-th in its lesson. ``state`` is open, wrong or right."""

    uuid: UUID
    prompt: SafeString
    options: tuple[OptionCard, ...]
    state: str
    explained: bool
    url: str
    explain_url: str
    topic: str
    number: int
    of: int


def find_question(uuid: UUID) -> tuple[Unit, Question] | None:
    """Return a question of a lesson that learners may see, and the topic or part of the lesson."""
    for module in pack_store.modules():
        for unit in module.units:
            lesson = pack_store.lesson_of(unit)
            for question in lesson.questions if lesson else ():
                if question.uuid == uuid:
                    return unit, question
    return None


def question_cards(user: User, asked: Iterable[tuple[Unit, Question]]) -> tuple[QuestionCard, ...]:
    """Return questions as ``user`` sees them: only the chosen option says why, until all are asked for."""
    asked = tuple(asked)
    uuids = [question.uuid for _, question in asked]
    is_explained = Exists(Explained.objects.filter(user=user, question=OuterRef("question")))
    answers = Answer.objects.filter(user=user, question__in=uuids).annotate(is_explained=is_explained)
    newest: dict[UUID, tuple[int | None, bool]] = {}
    for given, option, explained in answers.values_list("question", "option", "is_explained"):
        newest.setdefault(given, (option, explained))
    cards = ((unit, question, *newest.get(question.uuid, (None, False))) for unit, question in asked)
    return tuple(
        _question_card(unit, question, option, explained=explained) for unit, question, option, explained in cards
    )


def _question_card(unit: Unit, question: Question, chosen: int | None, *, explained: bool) -> QuestionCard:
    option = chosen if chosen is not None and chosen < len(question.options) else None
    explained = explained and option is not None
    asked = [block.question for block in unit.lesson.blocks if isinstance(block, Ask)] if unit.lesson else []
    return QuestionCard(
        uuid=question.uuid,
        prompt=render_inline(question.prompt),
        options=tuple(_option(question, index, option, explained=explained) for index in range(len(question.options))),
        state="open" if option is None else "right" if question.options[option].right else "wrong",
        explained=explained,
        url=reverse("answer", args=[question.uuid]),
        explain_url=reverse("explain", args=[question.uuid]),
        topic=unit.id,
        number=asked.index(question) + 1 if question in asked else 0,
        of=len(asked),
    )


def _option(question: Question, index: int, chosen: int | None, *, explained: bool) -> OptionCard:
    option = question.options[index]
    is_revealed = explained or index == chosen
    return OptionCard(
        index=index,
        html=render_inline(option.text),
        chosen=index == chosen,
        right=option.right if is_revealed else None,
        why=render_inline(option.why) if is_revealed else None,
    )
