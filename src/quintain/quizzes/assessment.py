"""The test of the whole course: the same questions before it and after it, and what was learnt between."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.safestring import SafeString

from quintain.accounts.locking import lock_person
from quintain.accounts.models import Role, User
from quintain.accounts.permissions import current_roles, is_closed
from quintain.catalog import pack_store
from quintain.catalog.sequence import Left, left_of, record_of
from quintain.packs.model.pack import Module
from quintain.packs.model.question import AssessmentQuestion
from quintain.quizzes.errors import NoSuchOption, NotYet, TakenAlready
from quintain.quizzes.models import AssessmentAnswer, AssessmentDraft, AssessmentTaken, Occasion
from quintain.web.markdown import render_inline

UNKNOWN: Final = "unknown"
"""What the field of a question sends for “I do not know”."""


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option of a question, after the exit test. ``entry`` and ``exit`` say that it was chosen then."""

    html: SafeString
    entry: bool
    exit: bool
    right: bool
    why: SafeString


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question of the test, with the topic that teaches the answer."""

    uuid: UUID
    number: int
    prompt: SafeString
    options: tuple[OptionView, ...]
    topic: str
    topic_url: str


@dataclass(frozen=True, slots=True)
class AskedOption:
    """An option as it is asked: ``value`` is what its field sends, and ``chosen`` that the draft has it."""

    value: str
    html: SafeString
    chosen: bool


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it is asked. ``state`` is "answered", "unknown" or "open"."""

    uuid: UUID
    number: int
    prompt: SafeString
    options: tuple[AskedOption, ...]
    unknown: AskedOption
    state: str

    @property
    def value(self) -> str:
        """What the draft has: the value of the chosen option, or an empty string."""
        return next((option.value for option in (*self.options, self.unknown) if option.chosen), "")


@dataclass(frozen=True, slots=True)
class Draft:
    """A test before it is handed in: its questions, and how many are in each state."""

    questions: tuple[AskedQuestion, ...]

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return self._count("answered")

    @property
    def unknown(self) -> int:
        """To how many questions the person said that they do not know."""
        return self._count("unknown")

    @property
    def open(self) -> tuple[AskedQuestion, ...]:
        """The questions that have neither."""
        return tuple(each for each in self.questions if each.state == "open")

    def _count(self, state: str) -> int:
        return sum(each.state == state for each in self.questions)


@dataclass(frozen=True, slots=True)
class ModuleGain:
    """How many questions about a module were right before and after; None where the test was not taken."""

    title: str
    questions: int
    entry: int | None
    exit: int | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a person has done of the test. ``questions`` have answers once the exit test is taken, else none.

    ``left`` is what somebody who takes the course alone still does before the exit test.
    """

    number: int
    entry_at: datetime | None
    exit_at: datetime | None
    is_exit_open: bool
    left: Left
    total: ModuleGain
    modules: tuple[ModuleGain, ...]
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class PersonGain:
    """How many questions one person answered rightly before and after; None where the test was not taken."""

    person: UUID
    entry: int | None
    exit: int | None


@dataclass(frozen=True, slots=True)
class ClassGain:
    """The test in a class: each person, and of each module the share of right answers in percent, before and after.

    A share is of those who took the test on that occasion; it is None while nobody has.
    """

    number: int
    people: tuple[PersonGain, ...]
    modules: tuple[tuple[str, int | None, int | None], ...]


def questions() -> tuple[AssessmentQuestion, ...]:
    """Return the questions of the course's test; none if the pack has no test."""
    return pack_store.current_pack().assessment


def occasion_for(user: User) -> Occasion | None:
    """Return which test is next for a person, or None after the last."""
    taken = _taken(user)
    if Occasion.EXIT in taken:
        return None
    return Occasion.EXIT if Occasion.ENTRY in taken else Occasion.ENTRY


def require_open(user: User, occasion: Occasion) -> None:
    """Hold a person to the order: the entry test first, the exit test at the end of the course, each once.

    Raises:
        NotYet: The end of the course is not reached.
        TakenAlready: It is too late for this one.

    """
    taken = _taken(user)
    if Occasion.EXIT in taken or occasion in taken:
        raise TakenAlready
    if occasion is Occasion.EXIT and not is_exit_open(user):
        raise NotYet(left_alone(user))


def keep_draft(user: User, occasion: Occasion, chosen: Mapping[UUID, int | None]) -> None:
    """Keep answers until the test is handed in. None is “I do not know”; questions that are not given stay as they are.

    Raises:
        NoSuchOption: An option is none of its question's, or a question none of the test.
        NotYet: The exit test is closed.
        TakenAlready: It is too late for this one.

    """
    _require_options(chosen)
    with transaction.atomic():
        lock_person(user.pk)
        require_open(user, occasion)
        AssessmentDraft.objects.bulk_create(
            (
                AssessmentDraft(user=user, occasion=occasion, question=question, option=option)
                for question, option in chosen.items()
            ),
            update_conflicts=True,
            unique_fields=["user", "occasion", "question"],
            update_fields=["option"],
        )


def draft_of(user: User, occasion: Occasion) -> Draft:
    """Return a test with the answers that are kept so far."""
    kept = dict(AssessmentDraft.objects.filter(user=user, occasion=occasion).values_list("question", "option"))
    return Draft(tuple(_asked(number, each, kept) for number, each in enumerate(questions(), 1)))


def take(user: User, occasion: Occasion, chosen: Mapping[UUID, int | None]) -> None:
    """Hand in the answers of a test, all at once. A question without an answer is one that the person did not know.

    Raises:
        NoSuchOption: An option is none of its question's.
        NotYet: The end of the course is not reached.
        TakenAlready: It is too late for this one.

    """
    _require_options(chosen)
    try:
        with transaction.atomic():
            lock_person(user.pk)
            require_open(user, occasion)
            taken = AssessmentTaken.objects.create(user=user, occasion=occasion)
            AssessmentAnswer.objects.bulk_create(
                _answer(taken, question, chosen.get(question.uuid)) for question in questions()
            )
            # The entry test is never taken after the exit test, so its draft goes with either.
            AssessmentDraft.objects.filter(user=user, occasion__in=(occasion, Occasion.ENTRY)).delete()
    except IntegrityError:
        raise TakenAlready from None


def assessment_of(user: User) -> Assessment:
    """Return what a person has done of the test."""
    taken = {each.occasion: each for each in AssessmentTaken.objects.filter(user=user).prefetch_related("answers")}
    given = {occasion: {answer.question: answer for answer in each.answers.all()} for occasion, each in taken.items()}
    asked = questions()
    entry, exit_ = taken.get(Occasion.ENTRY), taken.get(Occasion.EXIT)
    return Assessment(
        number=len(asked),
        entry_at=entry.taken_at if entry else None,
        exit_at=exit_.taken_at if exit_ else None,
        is_exit_open=is_exit_open(user),
        left=left_alone(user),
        total=_gain("", asked, given),
        modules=tuple(_gain(module.title, of_module, given) for module, of_module in _by_module(asked)),
        questions=_question_views(given) if exit_ else (),
    )


def _question_views(given: Mapping[str, Mapping[UUID, AssessmentAnswer]]) -> tuple[QuestionView, ...]:
    """Return the questions that are still in the pack, with what was answered, and why."""
    units = (unit for module in pack_store.modules() for unit in module.units)
    titles = {unit.id: unit.lesson.title if unit.lesson else unit.title for unit in units}
    return tuple(
        QuestionView(
            uuid=question.uuid,
            number=number,
            prompt=render_inline(question.prompt),
            options=tuple(_option(question, index, given) for index in range(len(question.options))),
            topic=titles.get(question.topic, ""),
            topic_url=reverse("topic", args=[question.topic]),
        )
        for number, question in enumerate(questions(), 1)
    )


def class_gain(people: Iterable[UUID]) -> ClassGain:
    """Return the test in a class, its people in the given order."""
    people, asked = tuple(people), questions()
    right: dict[tuple[UUID, str], Counter[UUID]] = {}
    for each in AssessmentTaken.objects.filter(user__in=people).prefetch_related("answers"):
        right[each.user_id, each.occasion] = Counter(answer.question for answer in each.answers.all() if answer.right)
    asked_uuids = {question.uuid for question in asked}

    def count(person: UUID, occasion: Occasion) -> int | None:
        answered = right.get((person, occasion))
        return None if answered is None else sum(uuid in asked_uuids for uuid in answered)

    def share(of_module: tuple[AssessmentQuestion, ...], occasion: Occasion) -> int | None:
        by_person = [answers for (_, when), answers in right.items() if when == occasion]
        if not by_person:
            return None
        count_right = sum(question.uuid in answers for answers in by_person for question in of_module)
        return round(100 * count_right / (len(by_person) * len(of_module)))

    return ClassGain(
        number=len(asked),
        people=tuple(
            PersonGain(person, count(person, Occasion.ENTRY), count(person, Occasion.EXIT)) for person in people
        ),
        modules=tuple(
            (module.title, share(of_module, Occasion.ENTRY), share(of_module, Occasion.EXIT))
            for module, of_module in _by_module(asked)
        ),
    )


def _taken(user: User) -> set[str]:
    return set(AssessmentTaken.objects.filter(user=user).values_list("occasion", flat=True))


def _require_options(chosen: Mapping[UUID, int | None]) -> None:
    options = {question.uuid: len(question.options) for question in questions()}
    for question, option in chosen.items():
        if question not in options or (option is not None and not 0 <= option < options[question]):
            raise NoSuchOption


def _asked(number: int, question: AssessmentQuestion, kept: Mapping[UUID, int | None]) -> AskedQuestion:
    has_draft, option = question.uuid in kept, kept.get(question.uuid)
    if option is not None and option >= len(question.options):  # the question has changed since
        has_draft, option = False, None
    return AskedQuestion(
        uuid=question.uuid,
        number=number,
        prompt=render_inline(question.prompt),
        options=tuple(
            AskedOption(str(index), render_inline(each.text), chosen=index == option)
            for index, each in enumerate(question.options)
        ),
        unknown=AskedOption(UNKNOWN, SafeString(), chosen=has_draft and option is None),
        state="answered" if option is not None else "unknown" if has_draft else "open",
    )


def _answer(taken: AssessmentTaken, question: AssessmentQuestion, option: int | None) -> AssessmentAnswer:
    right = option is not None and question.options[option].right
    return AssessmentAnswer(taken=taken, question=question.uuid, option=option, right=right)


def is_exit_open(user: User, left: Left | None = None) -> bool:
    """Tell whether a person may take the exit test, as far as the course goes.

    Args:
        user: the person.
        left: what is left of the course for them, where that is known already.

    """
    modules = pack_store.modules()
    if modules and is_closed(user, modules[-1].id):
        return False
    return not left_alone(user, left)


def left_alone(user: User, left: Left | None = None) -> Left:
    """Return what is left of the course for somebody who takes it alone; in a class, its instructor opens the end."""
    roles = current_roles(user)
    if any(each.in_class is not None or each.role != Role.STUDENT for each in roles):
        return Left(0, 0)
    return left_of(record_of(user)) if left is None else left


def _by_module(asked: tuple[AssessmentQuestion, ...]) -> Iterable[tuple[Module, tuple[AssessmentQuestion, ...]]]:
    """Give the modules that the test asks about, with their questions."""
    for module in pack_store.modules():
        topics = {unit.id for unit in module.units}
        if of_module := tuple(each for each in asked if each.topic in topics):
            yield module, of_module


def _gain(
    title: str, asked: tuple[AssessmentQuestion, ...], given: Mapping[str, Mapping[UUID, AssessmentAnswer]]
) -> ModuleGain:
    def count(occasion: Occasion) -> int | None:
        answers = given.get(occasion)
        return None if answers is None else sum(each.uuid in answers and answers[each.uuid].right for each in asked)

    return ModuleGain(title, len(asked), count(Occasion.ENTRY), count(Occasion.EXIT))


def _option(
    question: AssessmentQuestion, index: int, given: Mapping[str, Mapping[UUID, AssessmentAnswer]]
) -> OptionView:
    option = question.options[index]

    def was_chosen(occasion: Occasion) -> bool:
        answer = given.get(occasion, {}).get(question.uuid)
        return answer is not None and answer.option == index

    return OptionView(
        render_inline(option.text),
        entry=was_chosen(Occasion.ENTRY),
        exit=was_chosen(Occasion.EXIT),
        right=option.right,
        why=render_inline(option.why),
    )
