"""The page of all words: the terms of the course, and the weaknesses that its labs name."""

from collections.abc import Iterator
from dataclasses import dataclass

from quintain.catalog import pack_store
from quintain.packs.model.lab import Lab
from quintain.packs.model.weakness import Weakness
from quintain.web.glossary import TERMS, Term


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """The words by their alphabet, the weaknesses by their number."""

    terms: tuple[Term, ...]
    weaknesses: tuple[Weakness, ...]


def glossary_page() -> GlossaryPage:
    """Return the page of all words."""
    named = {cwe: lab.weakness(cwe) for lab in pack_store.shown_labs() for cwe in _weaknesses(lab)}
    return GlossaryPage(
        terms=tuple(sorted(TERMS, key=lambda term: term.title)),
        weaknesses=tuple(named[cwe] for cwe in sorted(named, key=lambda cwe: int(cwe.removeprefix("CWE-")))),
    )


def _weaknesses(lab: Lab) -> Iterator[str]:
    yield from lab.cwe
    if lab.find:
        yield from lab.find.choices
        for spot in lab.find.spots:
            yield from spot.cwe
