"""The words of the course: on a page, in the reference, and as notes that open without script."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client

from quintain.packs.model.weakness import Weakness
from quintain.web.glossary import TERMS

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "reference" / "glossary.md"


def test_the_reference_has_the_same_words_with_the_same_meaning() -> None:
    """Each section begins with the sentence that learners read."""
    sections = re.findall(r"^## (.+)\n\n(.+)$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    documented = {title.lower(): first for title, first in sections}
    assert documented == {term.word: term.sentence for term in TERMS}


@pytest.mark.django_db
def test_the_page_has_every_word_and_the_weaknesses_of_the_labs(page: Client) -> None:
    """Each has a place of its own that links lead to; numbers lead on to MITRE."""
    shown = page.get("/glossary/").content.decode()
    assert [term.id for term in TERMS if f'id="{term.id}"' not in shown] == []
    assert 'id="CWE-89"' in shown
    assert 'href="https://cwe.mitre.org/data/definitions/89.html"' in shown


def test_a_word_is_a_button_for_a_note_that_leads_on() -> None:
    """The browser itself opens it; the same word twice on a page has two notes."""
    drawn = Template('{% load pagekit %}{% term "verdict" %} {% term "verdict" "verdicts" %}').render(Context())
    opened = re.findall(r'popovertarget="([^"]+)">(\w+)<', drawn)
    assert opened == [("term-verdict-1", "verdict"), ("term-verdict-2", "verdicts")]
    assert [drawn.count(f'<span popover id="{note}"') for note, _ in opened] == [1, 1]
    assert 'href="/glossary/#verdict"' in drawn


def test_the_number_of_a_weakness_tells_its_name() -> None:
    """And leads to the glossary and to the weakness's own page."""
    context = Context({"weakness": Weakness("CWE-89", "SQL <injection>")})
    drawn = Template("{% load pagekit %}{% cwe weakness %}").render(context)
    assert "SQL &lt;injection&gt;" in drawn
    assert 'href="/glossary/#CWE-89"' in drawn
    assert 'href="https://cwe.mitre.org/data/definitions/89.html"' in drawn
