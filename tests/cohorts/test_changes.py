"""What a class does is read again exactly when something of it has changed, however that was written."""

from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID, uuid4

import pytest
from django.db import connection, models, transaction
from django.test import RequestFactory
from django.utils import timezone

from quintain.accounts.models import User
from quintain.arena.models import Arena
from quintain.coedit.models import Consent, PairSession
from quintain.cohorts.changes import read_once
from quintain.cohorts.models import Class
from quintain.helpqueue.models import Hand
from quintain.pacing.models import Pace, Poll, SentHint, SharedFix

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

GET: Final = RequestFactory().get("/")
WATCHED: Final = (Pace, Poll, SentHint, SharedFix, Hand, PairSession, Arena)


@pytest.fixture
def a_class() -> Class:
    """A class in which nothing goes on."""
    day = date(2026, 12, 1)
    return Class.objects.create(title="SEC-132", course="python-security", starts_on=day, ends_on=day, time_zone="UTC")


@pytest.fixture
def student(learner: User) -> User:
    """Somebody about whom rows can be."""
    return learner


def note(a_class: Class) -> int:
    """Return what the database has noted last."""
    return Class.objects.values_list("changed", flat=True).get(pk=a_class.pk)


@pytest.mark.parametrize("model", WATCHED)
def test_the_database_watches_each_table(model: type[models.Model]) -> None:
    """For new rows, changed ones and deleted ones; a migration that makes a table anew has to watch it again."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        catalog = {"sqlite": "SELECT name FROM sqlite_schema WHERE type = 'trigger'"}
        cursor.execute(catalog.get(connection.vendor, "SELECT tgname FROM pg_trigger"))
        triggers = {name for (name,) in cursor.fetchall()}
    assert {f"{table}_{event}_noted" for event in ("insert", "update", "delete")} <= triggers


ACTS: Final[dict[str, Callable[[Class, User], object]]] = {
    "make": lambda a_class, student: Hand.objects.create(in_class=a_class, person=student),
    "make many": lambda a_class, student: Hand.objects.bulk_create([Hand(in_class=a_class, person=student)]),
    "update": lambda a_class, _: Pace.objects.filter(in_class=a_class).update(held_note="Look up."),
    "save": lambda a_class, _: Pace(in_class=a_class, held_at=timezone.now()).save(),
    "delete": lambda a_class, _: Pace.objects.filter(in_class=a_class).delete(),
}


@pytest.mark.parametrize("act", ACTS)
def test_whoever_writes_the_class_is_noted(a_class: Class, student: User, act: str) -> None:
    """Also what goes round the model: an update of many rows, and many rows at once."""
    Pace.objects.create(in_class=a_class)
    before, other = note(a_class), Class.objects.create(**facts_of(a_class))
    ACTS[act](a_class, student)
    assert note(a_class) != before
    assert note(other) == 0, "another class was noted"


def facts_of(a_class: Class) -> dict[str, object]:
    """Return what a class like it is made of."""
    names = ("title", "course", "starts_on", "ends_on", "time_zone")
    return {name: getattr(a_class, name) for name in names}


def test_letters_that_are_typed_together_are_not_noted(a_class: Class, student: User, neighbour: User) -> None:
    """They are stored many times a second, and no page of others says what they are; a consent is noted."""
    session = PairSession.objects.create(student=student, instructor=neighbour, in_class=a_class, lab=uuid4())
    before = note(a_class)
    PairSession.objects.filter(pk=session.pk).update(state=b"typed")
    assert note(a_class) == before
    PairSession.objects.filter(pk=session.pk).update(consent=Consent.WATCH)
    assert note(a_class) != before


class Reader:
    """Reads the hands of a class, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, class_id: UUID) -> tuple[Hand, ...]:
        """Read."""
        self.times += 1
        return tuple(Hand.objects.filter(in_class=class_id))


def test_pages_read_again_after_a_change(a_class: Class, student: User) -> None:
    """Until then they find what was read before; a form's answer is always read."""
    read = Reader()
    assert [read_once(GET, a_class, read) for _ in range(3)] == [()] * 3
    assert read.times == 1
    read_once(RequestFactory().post("/"), a_class, read)
    assert read.times == 2
    hand = Hand.objects.create(in_class=a_class, person=student)
    a_class.refresh_from_db()
    assert read_once(GET, a_class, read) == (hand,)
    assert (read_once(GET, a_class, read), read.times) == ((hand,), 3)


def test_what_was_rolled_back_is_not_remembered(a_class: Class, student: User) -> None:
    """Whoever read it in between has another note than all who come after."""
    read = Reader()

    def look() -> tuple[Hand, ...]:
        a_class.refresh_from_db()
        return read_once(GET, a_class, read)

    with transaction.atomic():
        Hand.objects.create(in_class=a_class, person=student)
        assert len(look()) == 1
        transaction.set_rollback(True)
    assert look() == ()
    Hand.objects.create(in_class=a_class, person=student, question="Why?")
    assert [hand.question for hand in look()] == ["Why?"]


def test_saving_a_class_forgets_no_change(a_class: Class, student: User) -> None:
    """One that was read before somebody raised a hand leaves the note of that alone."""
    early = Class.objects.get(pk=a_class.pk)
    Hand.objects.create(in_class=a_class, person=student)
    after, early.title = note(a_class), "SEC-132, again"
    early.save()
    assert (note(a_class), Class.objects.get(pk=a_class.pk).title) == (after, "SEC-132, again")
