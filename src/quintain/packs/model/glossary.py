"""What glossary.toml holds: the terms of the course."""

from dataclasses import dataclass
from typing import Annotated

from quintain.packs.constraints import Doc, Slug, TermName, Words
from quintain.packs.model.source import Source


@dataclass(frozen=True, slots=True)
class CourseTerm:
    """A term that the course teaches: a row of glossary.toml.

    ``term`` and ``aliases`` are looked for in lessons, which tell the definition where they use the term first.
    """

    id: Annotated[Slug, Doc("The term's place on the glossary's page.")]
    term: Annotated[TermName, Doc("As it is written within a sentence; capital letters are looked for as they are.")]
    lesson: Annotated[Slug, Doc("The topic or part whose lesson teaches the term.")]
    definition: Annotated[Words, Doc("What it means, in one to three sentences, inline Markdown.")]
    aliases: Annotated[tuple[TermName, ...], Doc("Other words for it: abbreviations, other spellings.")] = ()
    sources: Annotated[tuple[Source, ...], Doc("Where the term is defined, such as an RFC or a CWE entry.")] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All words for it, the term itself first."""
        return (self.term, *self.aliases)
