"""Terms of the course: notes in lessons, and the page that lists them."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.catalog.glossary import glossary_page
from quintain.catalog.terms import TermNotes
from quintain.packs.model.glossary import CourseTerm
from quintain.packs.model.lab import Status
from quintain.packs.model.lesson import Prose
from quintain.packs.model.pack import Pack
from quintain.packs.model.source import Source
from quintain.web.markdown import plain_text, render_markdown
from tests.classroom import LESSON, make_pack
from tests.courses import whole_course

TEXT = """## A salt for all

See [a salt](https://example.org/) and `salt`, then salts & *Salt* and MAC.

    salt

| salt |
|---|
| mac |
"""
TERMS = (
    CourseTerm(
        "salt", "salt", "injection", "Random <b>bytes</b> for `hash`.", (), (Source("RFC", "https://example.org/"),)
    ),
    CourseTerm("mac", "MAC", "injection", "A value.", ("message authentication code",)),
    CourseTerm("later", "later", "later", "Not yet."),
)


@pytest.fixture
def glossary(course: Pack) -> Pack:
    """Put a course in the pack store whose lesson uses terms."""
    pack = _with_lesson(Status.LIVE)
    pack_store.put(pack)
    return pack


def _with_lesson(status: Status) -> Pack:
    pack = make_pack()
    lesson = replace(LESSON, blocks=(Prose(TEXT), Prose("Salt again.")), status=status)
    (track,) = pack.tracks
    start, injection = track.modules
    topic, later = injection.topics
    modules = (start, replace(injection, topics=(replace(topic, lesson=lesson), later)))
    return replace(pack, tracks=(replace(track, modules=modules),), lessons={"injection": lesson}, terms=TERMS)


@pytest.mark.django_db
def test_a_term_is_told_where_a_lesson_uses_it_first(page: Client, glossary: Pack) -> None:
    """Once, in running text alone, by a note that the browser opens; what the author wrote is escaped."""
    shown = page.get("/topics/injection/").content.decode()
    assert re.findall(r'popovertarget="(term-[a-z]+)">([^<]+)<', shown) == [("term-salt", "salts"), ("term-mac", "MAC")]
    assert 'Random &lt;b&gt;bytes&lt;/b&gt; for <code>hash</code>. <a href="/glossary/#term-salt">' in shown
    assert '<h2 id="a-salt-for-all">A salt for all</h2>' in shown
    assert ">a salt</a>" in shown


@pytest.mark.django_db
def test_the_glossary_has_letters_and_a_place_for_each_term(page: Client, glossary: Pack) -> None:
    """With its other names, its lesson and its sources; a term without a lesson that learners may see is not there."""
    shown = page.get("/glossary/").content.decode()
    assert re.findall(r'<a href="#letter-([a-z])">', shown) == ["m", "s"]
    assert 'id="term-salt"' in shown
    assert "message authentication code" in shown
    assert '<a href="/topics/injection/">Injection attacks</a>' in shown
    assert 'href="https://example.org/"' in shown
    assert "term-later" not in shown
    assert "Random &lt;b&gt;bytes" in page.get("/cards.txt").content.decode()


@pytest.mark.django_db
def test_terms_of_a_draft_are_not_told(page: Client, course: Pack, settings: Settings) -> None:
    """An author who previews the course sees them."""
    pack_store.put(_with_lesson(Status.DRAFT))
    assert "term-salt" not in page.get("/glossary/").content.decode()


def test_a_text_without_terms_is_drawn_as_before(glossary: Pack) -> None:
    """Nothing else of the page changes."""
    text = "# No *word*\n\n- one\n- two `x` [y](/z/)\n\n```\nz\n```\n"
    assert render_markdown(text, TermNotes()) == render_markdown(text)


def test_plain_text_has_the_words_and_no_marks() -> None:
    """Blocks come a line each."""
    assert plain_text("## A *b*\n\nc `d_e` [f](/g/)\nh\n\n```\ni <j>\n```\n\n- k") == "A b\nc d_e f\nh\ni <j>\nk"


def test_each_term_of_the_course_is_told_in_the_lesson_that_teaches_it() -> None:
    """And no name of a term is found in a lesson in a place that its page could not show."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pack_store, "current_pack", whole_course)
        pack = whole_course()
        assert len(pack.terms) > 120
        told: dict[str, set[str]] = {}
        for slug in {term.lesson for term in pack.terms}:
            notes = TermNotes()
            prose = (block.markdown for block in pack.lessons[slug].blocks if isinstance(block, Prose))
            drawn = "".join(render_markdown(text, notes) for text in prose)
            found = re.findall(r'popovertarget="term-([a-z0-9-]+)"', drawn)
            assert len(found) == len(set(found))
            told[slug] = set(found)
    assert [term.id for term in pack.terms if term.id not in told[term.lesson]] == []


@pytest.mark.django_db
def test_words_of_labs_stand_by_their_alphabet_in_every_language(learner: User) -> None:
    """Capitals do not count: German writes nouns with one, and other words without."""
    for language in ("en", "de"):
        with override(language):
            titles = [term.title for term in glossary_page(learner).terms]
            assert titles == sorted(titles, key=str.casefold), language
