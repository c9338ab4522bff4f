"""Who is here is written at most once a minute, and in a classroom alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.accounts.sessions import presence

pytestmark = pytest.mark.django_db


def seen_at(person: User) -> object:
    """Return when somebody was last seen."""
    return User.objects.get(pk=person.pk).seen_at


def writes(page: Client) -> int:
    """Return how often a page writes that somebody was seen."""
    with CaptureQueriesContext(connection) as made:
        page.get("/")
    return sum("seen_at" in query["sql"] and query["sql"].startswith("UPDATE") for query in made.captured_queries)


def test_page_writes_that_somebody_is_here_once_a_minute(page: Client, learner: User, settings: Settings) -> None:
    """The second page within the minute writes nothing."""
    settings.CLASSROOM = True
    assert [writes(page) for _ in range(3)] == [1, 0, 0]
    User.objects.filter(pk=learner.pk).update(seen_at=timezone.now() - timedelta(seconds=61))
    assert [writes(page) for _ in range(2)] == [1, 0]


def test_clock_that_was_set_back_is_survived(page: Client, learner: User, settings: Settings) -> None:
    """A time of the future is not kept."""
    settings.CLASSROOM = True
    User.objects.filter(pk=learner.pk).update(seen_at=timezone.now() + timedelta(days=2))
    assert writes(page) == 1
    assert presence.is_here(User.objects.get(pk=learner.pk), timezone.now())


def test_learner_who_works_alone_is_not_watched(page: Client, learner: User) -> None:
    """Solo mode writes nothing."""
    page.get("/")
    presence.note_seen(learner.pk)
    assert seen_at(learner) is None


def test_open_page_keeps_somebody_here(learner: User, settings: Settings) -> None:
    """However long ago the last request was."""
    settings.CLASSROOM = True
    presence.PAGES.open(learner.pk)
    User.objects.filter(pk=learner.pk).update(seen_at=timezone.now() - timedelta(hours=1))
    assert presence.is_here(User.objects.get(pk=learner.pk), timezone.now())
    presence.PAGES.close(learner.pk)
    presence.note_seen(learner.pk)
    assert not presence.PAGES.has(learner.pk)
    assert seen_at(learner) is not None


def test_people_come_back_after_a_pause(learner: User, settings: Settings) -> None:
    """A quarter of an hour without a request is a pause; a minute is none."""
    settings.CLASSROOM = True
    for minutes, is_pause in ((2, False), (16, True)):
        presence.PAGES._back.clear()
        User.objects.filter(pk=learner.pk).update(seen_at=timezone.now() - timedelta(minutes=minutes))
        presence.note_seen(learner.pk)
        assert (learner.pk in presence.PAGES.back_since()) is is_pause
