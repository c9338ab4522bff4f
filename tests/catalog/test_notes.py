"""An instructor's page beside a lesson, and the door before it."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import Settings

from quintain.accounts.actions import local_learner
from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.catalog import pack_store
from quintain.catalog.permissions import READ_NOTES
from quintain.packs.model.pack import Pack
from tests.classroom import make_pack

pytestmark = pytest.mark.django_db
NOTES = "/topics/injection/notes/"


@pytest.fixture
def solo(course: Pack, client: Client) -> Client:
    """Return the browser of the one learner of solo mode."""
    client.force_login(local_learner(), backend="quintain.accounts.backends.PersonBackend")
    return client


@pytest.fixture
def author(settings: Settings, tmp_path: Path, solo: Client) -> Client:
    """Return the browser of an author who previews the course."""
    settings.PREVIEW = True
    settings.PACK = str(tmp_path)
    pack_store.put(make_pack())
    local_learner()  # as the link of a preview does
    return solo


def test_an_author_reads_the_notes(author: Client) -> None:
    """A preview shows four sections, the labs with their minutes, no raw HTML."""
    answer = author.get(NOTES)
    shown = answer.context["page"]
    assert [section.id for section in shown.sections] == [
        "timing",
        "what-people-get-wrong",
        "ask-the-room",
        "show-live",
    ]
    assert [(lab.code, lab.minutes) for lab in shown.labs] == [("A01", 15), ("A02", 15)]
    assert "&lt;b&gt;names" in shown.sections[1].html
    assert NOTES in author.get("/topics/injection/").content.decode()


@pytest.mark.parametrize("flag", ["", "is_superuser"])
def test_a_learner_of_a_class_is_refused_and_sees_no_link(page: Client, learner: User, flag: str) -> None:
    """The notes are closed to whoever is not said to teach, and no flag opens them."""
    if flag:
        setattr(learner, flag, True)
        learner.save()
    assert page.get(NOTES).status_code == 403
    assert page.get("/topics/nowhere/notes/").status_code == 403
    lesson = page.get("/topics/injection/").content.decode()
    assert NOTES not in lesson
    assert "They trust" not in lesson


def test_who_learns_alone_is_a_learner(solo: Client) -> None:
    """`quintain serve` shows neither the notes nor a link to them."""
    assert solo.get(NOTES).status_code == 403
    assert NOTES not in solo.get("/topics/injection/").content.decode()


@pytest.mark.parametrize("flag", ["", "is_superuser"])
def test_a_preview_shows_the_notes_to_nobody_but_its_author(author: Client, learner: User, flag: str) -> None:
    """Neither a stranger nor another account of the same folder reads them, whatever flag it carries."""
    if flag:
        setattr(learner, flag, True)
    assert may(local_learner(), READ_NOTES)
    assert not may(AnonymousUser(), READ_NOTES)
    assert not may(learner, READ_NOTES)


def test_without_a_session_one_is_sent_to_sign_in(course: Pack, client: Client) -> None:
    """A stranger does not even learn whether there are notes."""
    for address in (NOTES, "/topics/nowhere/notes/"):
        assert client.get(address).status_code == 302


def test_a_topic_without_notes_has_no_such_page(author: Client) -> None:
    """Neither a topic to be written nor one that nobody knows, and nothing is linked to it."""
    assert author.get("/topics/later/notes/").status_code == 404
    assert author.get("/topics/nowhere/notes/").status_code == 404
    assert "/topics/later/notes/" not in author.get("/topics/later/").content.decode()


def test_notes_are_read_and_never_written(author: Client) -> None:
    """The page takes no form."""
    assert author.post(NOTES).status_code == 405
