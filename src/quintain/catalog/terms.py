"""The terms of the course: where each is taught, and the notes that tell them in lessons."""

from collections.abc import Iterator
from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from quintain.catalog import pack_store
from quintain.packs.model.glossary import CourseTerm
from quintain.packs.terms import TermFinder
from quintain.web.glossary import draw_note
from quintain.web.markdown import Replacement, render_inline


class TermNotes:
    """Draws the terms in the text of one lesson, each where it is used first, as notes that tell what it means."""

    def __init__(self) -> None:
        self._finder = _finder_of(pack_store.shown_terms())
        self._told: set[str] = set()

    def __call__(self, text: str) -> Iterator[Replacement]:
        """Yield the notes of a piece of text."""
        for found in self._finder.find(text):
            if found.term.id not in self._told:
                self._told.add(found.term.id)
                yield Replacement(found.start, found.end, _draw(found.term, text[found.start : found.end]))


def term_url(term: CourseTerm) -> str:
    """Return the place of a term on the glossary's page."""
    return f"{reverse('glossary')}#{anchor_of(term)}"


def anchor_of(term: CourseTerm) -> str:
    """Return the id of a term on pages; words of the labs have their ids there without anything before them."""
    return f"term-{term.id}"


@lru_cache(maxsize=2)
def _finder_of(terms: tuple[CourseTerm, ...]) -> TermFinder:
    return TermFinder(terms)


def _draw(term: CourseTerm, label: str) -> SafeString:
    more = format_html('<a href="{}">{}</a>', term_url(term), gettext("Glossary"))
    return draw_note(anchor_of(term), label, format_html("{} ", render_inline(term.definition)), more)
