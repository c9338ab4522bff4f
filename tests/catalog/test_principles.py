"""A set of principles in a lesson: a table that fills as labs are proven."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import User
from quintain.attempts.models import Workspace
from quintain.catalog import pack_store
from quintain.catalog.principles import table_of
from quintain.catalog.sequence import record_of
from quintain.packs.model.lab import Lab
from quintain.packs.model.lesson import ListPrinciples, Prose
from quintain.packs.model.pack import Pack
from tests.classroom import LESSON, PRINCIPLES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _principles(course: Pack) -> None:
    """Give the lesson a set of two principles."""
    lesson = replace(LESSON, blocks=(Prose("## All"), ListPrinciples("design")))
    start, injection = course.tracks[0].modules
    topics = (replace(injection.topics[0], lesson=lesson), *injection.topics[1:])
    track = replace(course.tracks[0], modules=(start, replace(injection, topics=topics)))
    pack_store.put(replace(course, tracks=(track,), lessons={"injection": lesson}, principles=PRINCIPLES))


def test_how_a_lab_shows_a_principle_is_told_once_it_is_proven(page: Client, learner: User, lab: Lab) -> None:
    """Before, the lab is named, and the sentence, which may give the fix away, is not on the page."""
    before = page.get("/topics/injection/").content.decode()
    assert "You have used 0 of 2 principles" in before
    assert "Check <em>every</em> access." in before
    assert "Each query." not in before
    assert "Another" not in before
    Workspace.objects.create(user=learner, lab=lab.uuid, proven_at=timezone.now())
    after = page.get("/topics/injection/").content.decode()
    assert "You have used 1 of 2 principles" in after
    assert "Each query." in after
    assert "The key alone." not in after


def test_a_lab_that_learners_do_not_see_is_left_out(learner: User, course: Pack) -> None:
    """The principle stays, without it."""
    pack = pack_store.current_pack()
    pack_store.put(replace(pack, labs={"shop": pack.labs["shop"]}))
    table = table_of(record_of(learner), "design")
    assert [len(row.examples) for row in table.rows] == [1, 0]
