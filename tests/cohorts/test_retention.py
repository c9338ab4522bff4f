"""The work of classes that were archived long ago is erased, if the operator wants that; other work never is."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.cohorts.models import Class
from quintain.cohorts.retention import erase_old_work, work_tables

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

DAY = date(2026, 5, 3)


def make_class(archived_days_ago: int | None) -> Class:
    """Return a class, archived so many days ago or not at all."""
    at = None if archived_days_ago is None else timezone.now() - timedelta(days=archived_days_ago)
    return Class.objects.create(title="c", course="x", starts_on=DAY, ends_on=DAY, time_zone="UTC", archived_at=at)


def make_worker(name: str, *classes: Class | None, role: Role = Role.STUDENT) -> User:
    """Return somebody with these memberships, a workspace with a file, an answer, and a raised hand in each class."""
    person = User.objects.create_user(name, name.title())
    for each in classes:
        Membership.objects.create(person=person, in_class=each, role=role)
        if each is not None:
            model("helpqueue", "Hand").objects.create(person=person, in_class=each, question="why?")
    workspace = model("attempts", "Workspace").objects.create(user=person, lab=uuid4())
    model("attempts", "File").objects.create(workspace=workspace, path="a.py", text="x", revision=1)
    model("quizzes", "Answer").objects.create(user=person, question=uuid4(), option=0, right=True)
    return person


def model(room: str, name: str) -> Any:
    return apps.get_model(room, name)


def has_work(person: User) -> bool:
    """Tell whether anything of a person's work is there, a raised hand apart."""
    return any(t.rows_of(person).exists() for t in work_tables() if t.name != "helpqueue.hand")


def test_it_is_off_by_default() -> None:
    """Nothing is ever erased that nobody asked for."""
    assert settings.RETENTION_DAYS == 0
    person = make_worker("elif", make_class(10_000))
    assert erase_old_work(0) == 0
    assert has_work(person)


def test_work_goes_when_the_time_is_over_and_the_account_stays() -> None:
    """Of the class archived 31 days ago, and not of that of yesterday, nor of one that goes on."""
    old, young, current = make_class(31), make_class(1), make_class(None)
    gone, kept, working = make_worker("elif", old), make_worker("hugo", young), make_worker("ada", current)
    assert erase_old_work(30) == 4
    assert [has_work(each) for each in (gone, kept, working)] == [False, True, True]
    assert model("helpqueue", "Hand").objects.count() == 2
    assert gone.memberships.count() == 1
    assert Class.objects.count() == 3


def test_who_is_elsewhere_as_well_keeps_their_work() -> None:
    """In a class that goes on, in one that was archived lately, or alone; only the hands of the old class go."""
    old = make_class(31)
    others: list[Class | None] = [make_class(None), make_class(1), None]
    people = [make_worker(f"p{number}", old, other) for number, other in enumerate(others)]
    people.append(make_worker("ada", old, role=Role.INSTRUCTOR))
    assert erase_old_work(30) == 4
    assert all(has_work(each) for each in people)
    assert not model("helpqueue", "Hand").objects.filter(in_class=old).exists()
    assert model("helpqueue", "Hand").objects.count() == 2


def test_somebody_of_two_old_classes_is_erased_once() -> None:
    """And a second time finds nothing to do or to tell."""
    person = make_worker("elif", make_class(31), make_class(400))
    assert erase_old_work(30) > 0
    assert not has_work(person)
    told = AuditEntry.objects.count()
    assert erase_old_work(30) == 0
    assert AuditEntry.objects.count() == told


def test_who_was_removed_from_the_class_counts_as_its_student() -> None:
    """Unless they are in another class, or the class they left is not so old."""
    old, young = make_class(31), make_class(1)
    gone, elsewhere, lately = make_worker("elif"), make_worker("hugo", make_class(None)), make_worker("ada")
    for person, left in ((gone, old), (elsewhere, old), (lately, young)):
        record(Action.REMOVE_STUDENT, actor=None, about=person.pk, in_class=left.pk)
    erase_old_work(30)
    assert [has_work(each) for each in (gone, elsewhere, lately)] == [False, True, True]


def test_the_audit_log_tells_of_it_without_names() -> None:
    """The class, how many people, how many rows."""
    old = make_class(31)
    make_worker("elif", old)
    erase_old_work(30)
    (entry,) = AuditEntry.objects.all()
    assert (entry.action, entry.actor, entry.in_class) == ("erase-work", None, old.pk)
    assert entry.details == {"people": 1, "rows": 4}
