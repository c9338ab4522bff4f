"""The reading list: what was answered wrong, what is begun and open, what took many attempts; nothing else."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import User
from quintain.attempts.models import Workspace
from quintain.catalog import pack_store
from quintain.packs.model.lab import Lab
from quintain.packs.model.lesson import ListReading, Prose
from quintain.packs.model.pack import Pack
from quintain.packs.model.source import Source
from quintain.quizzes.reading_list import topics_to_read
from tests.classroom import LESSON, QUESTION

pytestmark = pytest.mark.django_db

PEP = Source("PEP 578", "https://peps.python.org/pep-0578/")
FAKE = Source("Fake", "https://docs.python.org.example.net/")


@pytest.fixture(autouse=True)
def _lists(course: Pack) -> None:
    """Give the lesson two lists, one for all sources and one for Python's own."""
    blocks = (Prose("## Lists"), ListReading("all"), ListReading("python", ("python.org",)))
    lesson = replace(LESSON, blocks=blocks, sources=(*LESSON.sources, PEP, FAKE, Source("O", "https://owasp.org/")))
    start, injection = course.tracks[0].modules
    topics = (replace(injection.topics[0], lesson=lesson), *injection.topics[1:])
    track = replace(course.tracks[0], modules=(start, replace(injection, topics=topics)))
    pack_store.put(replace(course, tracks=(track,), lessons={"injection": lesson}))


def reasons(user: User) -> list[str]:
    """Return why the topic is on the list of a person; nothing if it is not."""
    return [reason for topic in topics_to_read(user) for reason in topic.reasons]


def test_a_new_reader_has_an_empty_list(page: Client, learner: User) -> None:
    """Which says how it fills."""
    assert reasons(learner) == []
    assert page.get("/topics/injection/").content.decode().count("The list fills as you work.") == 2


def test_a_wrong_last_answer_is_a_reason(page: Client, learner: User) -> None:
    """Until it is right."""
    url = f"/questions/{QUESTION.uuid}/answers"
    page.post(url, {"option": "0"})
    assert reasons(learner) == ["1 question answered wrong"]
    page.post(url, {"option": "1"})
    assert reasons(learner) == []


def test_labs_that_were_hard_or_are_open_are_reasons(learner: User, lab: Lab) -> None:
    """One that was proven soon is none."""
    work = Workspace.objects.create(user=learner, lab=lab.uuid)
    assert reasons(learner) == ["lab A01 begun and not proven"]
    work.proven_at = timezone.now()
    work.save()
    assert reasons(learner) == []


def test_a_list_of_hosts_has_their_sources_alone(page: Client, learner: User) -> None:
    """A host that only begins alike is another."""
    page.post(f"/questions/{QUESTION.uuid}/answers", {"option": "0"})
    text = page.get("/topics/injection/").content.decode()
    every, python = text.split('<section class="reading-list"')[1:]
    python = python.partition("</section>")[0]
    assert all(each in every for each in ("owasp.org", "peps.python.org", "docs.python.org.example.net"))
    assert "peps.python.org" in python
    assert "https://docs.python.org/3/" in python
    assert "owasp.org" not in python
    assert "example.net" not in python
