"""The course as pages."""

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.catalog.models import TopicRead
from quintain.catalog.queries import Tally
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from tests.classroom import LESSON

pytestmark = pytest.mark.django_db


def test_the_home_page_shows_days_modules_and_what_is_missing(page: Client) -> None:
    """A topic without a lesson is shown and counted as such; a lab has its weakness beside its name."""
    home = page.get("/").context["home"]
    assert [(day.number, [module.title for module in day.modules]) for day in home.days] == [
        (1, ["Start"]),
        (2, ["Injection"]),
    ]
    assert (home.tally, home.unwritten) == (Tally(0, 1, 0, 2), 2)
    assert [(lab.slug, lab.state.word, lab.weakness.cwe) for lab in home.labs] == [
        ("shop", "todo", "CWE-89"),
        ("store", "todo", "CWE-89"),
    ]
    assert home.fresh
    text = page.get("/").content.decode()
    assert 'SQL injection, <span class="cwe">CWE-89</span>' in text
    assert text.count('<span class="codes">to be written</span>') == 2
    assert "2 lessons to be written" in text


def test_a_new_learner_reads_first(page: Client) -> None:
    """The course begins with its first lesson, not with the lab after it."""
    first = page.get("/").context["home"].continue_
    assert (first.title, first.url, first.label) == ("Injection", "/topics/injection/", "Read the lesson")


def test_a_lesson_shows_each_kind_of_block(page: Client) -> None:
    """Prose without raw HTML, code with numbers and notes, a question, an exhibit, an incident."""
    shown = page.get("/topics/injection/").context["page"]
    prose, code, question, exhibit, incident = shown.lesson.blocks
    assert "<script>" not in prose.html
    assert '<h2 id="two-ways-one">Two ways &amp; one</h2>' in prose.html
    assert 'rel="noopener noreferrer"' in prose.html
    assert '<a href="/topics/basics/">' in prose.html
    assert [(line.number, line.marked, line.note) for line in code.lines] == [
        (7, False, None),
        (8, True, "The <code>lock</code>."),
    ]
    assert "&lt;b&gt;" in code.lines[0].html
    assert (question.number, exhibit.name) == (1, "count-the-steps")
    assert (incident.date, incident.iso_date) == ("2 July 2019", "2019-07-02")
    assert [(heading.id, heading.title) for heading in shown.lesson.headings] == [("two-ways-one", "Two ways & one")]


def test_a_topic_without_a_lesson_says_so(page: Client) -> None:
    """It has a page, and its neighbours are linked."""
    answer = page.get("/topics/later/")
    assert answer.status_code == 200
    assert answer.context["page"].lesson is None
    assert [topic.id for topic in answer.context["page"].module.topics] == ["injection", "later"]


def test_reading_is_kept_once(page: Client, learner: User) -> None:
    """Twice read is read."""
    for _ in range(2):
        assert page.post("/topics/injection/read").status_code == 302
    assert TopicRead.objects.get().lesson == LESSON.uuid
    assert page.get("/").context["home"].tally.lessons_read == 1


def test_who_has_read_a_lesson_stays_where_the_button_was(page: Client) -> None:
    """Without a script the browser returns to that place of the page; with one, only the button is replaced."""
    assert '<form id="read"' in page.get("/topics/injection/").content.decode()
    assert page.post("/topics/injection/read")["Location"] == "/topics/injection/#read"
    assert '<p id="read"' in page.get("/topics/injection/").content.decode()
    answer = page.post("/topics/injection/read", headers={"HX-Request": "true"}).content.decode()
    assert answer.startswith('<p id="read"')
    assert "You have read this." in answer
    assert "1 of 1 lesson read, 0 of 2 labs proven" in answer


def test_a_topic_without_a_lesson_cannot_be_read(page: Client) -> None:
    """There is nothing to read."""
    assert page.post("/topics/later/read").status_code == 404
    assert page.post("/topics/nowhere/read").status_code == 404


def test_neighbours_read_for_themselves(page: Client, neighbour: User) -> None:
    """What one has read, the other has not."""
    page.post("/topics/injection/read")
    other = Client()
    other.force_login(neighbour, backend="quintain.accounts.backends.PersonBackend")
    assert other.get("/").context["home"].tally.lessons_read == 0


def test_a_lab_that_is_not_proven_as_it_stands_is_not_shown(page: Client, course: Pack, lab: Lab) -> None:
    """Nobody learns from a judge that was never tried on the lab; whoever changed it must prove it again."""
    object.__setattr__(lab, "judged", "changed since")
    assert [each.slug for each in page.get("/").context["home"].labs] == ["store"]
    assert page.get("/labs/shop/fix/").status_code == 404


def test_a_draft_is_not_shown(page: Client, course: Pack, lab: Lab) -> None:
    """Learners see what is live."""
    object.__setattr__(lab, "status", "draft")
    assert [each.slug for each in page.get("/").context["home"].labs] == ["store"]
    assert page.get("/labs/shop/fix/").status_code == 404
