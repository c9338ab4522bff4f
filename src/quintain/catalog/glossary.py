"""The page of all words: the terms of the course, the words of the labs, and the weaknesses that these name."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString

from quintain.accounts.models import User
from quintain.accounts.permissions import is_closed
from quintain.catalog import pack_store
from quintain.catalog.terms import anchor_of
from quintain.packs.model.glossary import CourseTerm
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Module, Unit
from quintain.packs.model.source import Source
from quintain.packs.model.weakness import Weakness
from quintain.web.glossary import TERMS, Term
from quintain.web.markdown import render_inline


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term of the course. ``lesson_url`` is empty while the lesson's module is not open for the reader."""

    id: str
    term: str
    aliases: tuple[str, ...]
    definition: SafeString
    lesson: str
    lesson_url: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms of the course that begin with one letter."""

    letter: str
    terms: tuple[TermEntry, ...]


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """The terms of the course and the words of the labs by their alphabet, the weaknesses by their number."""

    letters: tuple[Letter, ...]
    terms: tuple[Term, ...]
    weaknesses: tuple[Weakness, ...]


def glossary_page(user: User) -> GlossaryPage:
    """Return the page of all words as ``user`` sees it."""
    terms = sorted(pack_store.shown_terms(), key=lambda term: term.term.casefold())
    places = {unit.id: (module, unit) for module in pack_store.modules() for unit in module.units}
    letters = groupby(terms, key=lambda term: term.term[0].upper())
    return GlossaryPage(
        letters=tuple(
            Letter(letter, tuple(_entry(user, term, *places[term.lesson]) for term in group))
            for letter, group in letters
        ),
        terms=tuple(sorted(TERMS, key=lambda term: term.title.casefold())),
        weaknesses=shown_weaknesses(),
    )


def shown_weaknesses() -> tuple[Weakness, ...]:
    """Return the weaknesses that the labs name, by their number."""
    named = {cwe: lab.weakness(cwe) for lab in pack_store.shown_labs() for cwe in _weaknesses(lab)}
    return tuple(named[cwe] for cwe in sorted(named, key=lambda cwe: int(cwe.removeprefix("CWE-"))))


def _entry(user: User, term: CourseTerm, module: Module, unit: Unit) -> TermEntry:
    return TermEntry(
        id=anchor_of(term),
        term=term.term,
        aliases=term.aliases,
        definition=render_inline(term.definition),
        lesson=unit.title,
        lesson_url="" if is_closed(user, module.id) else reverse("topic", args=[unit.id]),
        sources=term.sources,
    )


def _weaknesses(lab: Lab) -> Iterator[str]:
    yield from lab.cwe
    if lab.find:
        yield from lab.find.choices
        for spot in lab.find.spots:
            yield from spot.cwe
