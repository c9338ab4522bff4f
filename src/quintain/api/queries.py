"""What the API reads. Nothing here has code, attacks, hints or answers in it: only outcomes, counts and times."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from quintain.accounts.models import Membership, Role, User
from quintain.accounts.permissions import may
from quintain.api.models import Token
from quintain.api.secrets import digest_of
from quintain.attempts.models import Kind, Submission
from quintain.attempts.progress.class_progress import Work, all_work
from quintain.catalog.pack_store import current_pack
from quintain.certificates.queries import Earner
from quintain.certificates.queries import class_page as class_certificates
from quintain.cohorts.models import Class
from quintain.cohorts.permissions import MAKE_CLASS, SEE_CLASS
from quintain.cohorts.queries import classes_of
from quintain.dashboards.students import seat_of, students_of
from quintain.packs.model.lab import Lab
from quintain.quizzes.assessment import class_gain
from quintain.quizzes.models import Answer

COLUMNS: Final = (
    *("number", "state", "result", "attacks", "attacks_stopped", "created_at", "finished_at"),
    *("workspace__user", "workspace__lab"),
)
"""What is read of an attempt, and nothing else: neither its files nor its evidence."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a class; ``seat`` is None for somebody who has none."""

    person: User
    role: str
    seat: int | None
    since: datetime


@dataclass(frozen=True, slots=True)
class StudentWork:
    """What a student did in one lab."""

    person: UUID
    work: Work


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt of a student: what came of it."""

    id: UUID
    person: UUID
    lab: Lab
    number: int
    state: str
    result: str
    attacks: int
    attacks_stopped: int
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class StudentResult:
    """Right answers of a student: in the test of the course, and in quizzes, of which the newest answers count."""

    person: UUID
    entry: int | None
    exit: int | None
    quiz_answers: int
    quiz_right: int


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a class; ``questions`` is how many the test of the course has."""

    questions: int
    students: tuple[StudentResult, ...]


def find_token(secret: str) -> Token | None:
    """Return the token of a secret that has not expired."""
    found = Token.objects.filter(secret_digest=digest_of(secret), expires_at__gt=timezone.now())
    return found.select_related("in_class").first()


def tokens_of(person: User) -> tuple[Token, ...]:
    """Return all tokens of a person, those that have expired as well."""
    return tuple(Token.objects.filter(owner=person).select_related("in_class"))


def find_own_token(person: User, token: UUID) -> Token | None:
    """Return a token of this person."""
    return Token.objects.filter(owner=person, pk=token).first()


def readable_classes(person: User, only: Class | None) -> tuple[Class, ...]:
    """Return the classes that a person may see; with ``only``, that one alone, if they still may."""
    if only is not None:
        found = Class.objects.filter(pk=only.pk).prefetch_related("seats")
        return tuple(each for each in found if may(person, SEE_CLASS, each))
    return classes_of(person) if may(person, MAKE_CLASS) or _has_taught(person) else ()


def members_of(a_class: Class) -> tuple[Member, ...]:
    """Return the people of a class: its instructors, then the students by their seats."""
    instructors = Membership.objects.filter(in_class=a_class, role=Role.INSTRUCTOR).select_related("person")
    return tuple(
        Member(each.person, each.role, seat_of(each) or None, each.since)
        for each in (*instructors.order_by("since", "pk"), *students_of(a_class))
    )


def work_of(a_class: Class) -> tuple[StudentWork, ...]:
    """Return what each student did in each lab that they have begun, by seat and in the order of the course."""
    people = _students(a_class)
    works = all_work(people)
    return tuple(StudentWork(person, work) for person in people for work in works.get(person, ()))


def attempts_of(a_class: Class, *, person: UUID | None = None, lab: str | None = None) -> "Attempts":
    """Return the attempts of a class, or of one student or lab of it; the first comes first."""
    labs = {each.uuid: each for each in current_pack().labs.values() if lab is None or each.slug == lab}
    people = [each for each in _students(a_class) if person is None or each == person]
    rows = Submission.objects.filter(
        workspace__user__in=people, workspace__lab__in=labs, kind=Kind.VERDICT, number__isnull=False
    )
    return Attempts(rows.order_by("sequence"), labs)


@dataclass(frozen=True, slots=True)
class Attempts:
    """Attempts, of which a page is read at a time."""

    rows: QuerySet[Submission]
    labs: Mapping[UUID, Lab]

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, part: slice) -> tuple[Attempt, ...]:
        columns = self.rows.only(*COLUMNS).select_related("workspace")
        return tuple(
            Attempt(
                id=row.pk,
                person=row.workspace.user_id,
                lab=self.labs[row.workspace.lab],
                number=row.number or 0,
                state=row.state,
                result=row.result,
                attacks=row.attacks,
                attacks_stopped=row.attacks_stopped,
                created_at=row.created_at,
                finished_at=row.finished_at,
            )
            for row in columns[part]
        )


def results_of(a_class: Class) -> Results:
    """Return the results of the students of a class, by seat."""
    people = _students(a_class)
    gain = class_gain(people)
    answers, right = _quizzes(people)
    return Results(
        gain.number,
        tuple(
            StudentResult(each.person, each.entry, each.exit, answers[each.person], right[each.person])
            for each in gain.people
        ),
    )


def earners_of(a_class: Class) -> tuple[Earner, ...]:
    """Return who has a certificate of a class, or is on the way to it."""
    return class_certificates(a_class).students


def _has_taught(person: User) -> bool:
    return any(each.role == Role.INSTRUCTOR for each in person.roles)


def _students(a_class: Class) -> list[UUID]:
    return [each.person_id for each in students_of(a_class)]


def _quizzes(people: Collection[UUID]) -> tuple[Counter[UUID], Counter[UUID]]:
    """Count the questions that people have answered, and those of them whose newest answer is right."""
    place = Window(
        RowNumber(), partition_by=(F("user"), F("question")), order_by=(F("answered_at").desc(), F("pk").desc())
    )
    newest = Answer.objects.filter(user__in=people).annotate(place=place).filter(place=1).order_by()
    answers, right = Counter[UUID](), Counter[UUID]()
    for person, is_right in newest.values_list("user", "right"):
        answers[person] += 1
        right[person] += is_right
    return answers, right
