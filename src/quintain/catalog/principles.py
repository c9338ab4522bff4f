"""Sets of principles in a lesson: which labs show each, and which of them the reader has done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from quintain.accounts.permissions import require
from quintain.catalog import pack_store
from quintain.catalog.permissions import READ_COURSE
from quintain.catalog.queries import LabLink, lab_links
from quintain.catalog.sequence import Record, record_of
from quintain.packs.model.pack import Principle
from quintain.web.markdown import render_inline


@dataclass(frozen=True, slots=True)
class Example:
    """A lab that shows a principle. ``shows`` is told once the lab is proven: it may give the fix away."""

    lab: LabLink
    shows: SafeString

    @property
    def is_done(self) -> bool:
        """Whether the reader has proven the lab."""
        return self.lab.state.word == "proven"


@dataclass(frozen=True, slots=True)
class PrincipleRow:
    """A principle, what it asks for, and its labs in the order of the pack's file."""

    id: str
    title: str
    meaning: SafeString
    examples: tuple[Example, ...]

    @property
    def is_done(self) -> bool:
        """Whether the reader has proven one of its labs."""
        return any(example.is_done for example in self.examples)


@dataclass(frozen=True, slots=True)
class PrincipleTable:
    """A set of principles as one person sees it."""

    set: str
    rows: tuple[PrincipleRow, ...]

    @property
    def done(self) -> int:
        """How many principles the reader has put to use in a proven lab."""
        return sum(row.is_done for row in self.rows)


def draw(request: HttpRequest, sets: Iterable[str]) -> Mapping[str, SafeString]:
    """Draw sets of principles for the page of a lesson."""
    record = record_of(require(request, READ_COURSE))
    tables = (table_of(record, name) for name in sets)
    return {table.set: render_to_string("catalog/principles.html", {"table": table}, request) for table in tables}


def table_of(record: Record, name: str) -> PrincipleTable:
    """Return a set of principles, with the labs that learners may see."""
    rows = (_row(record, each) for each in pack_store.current_pack().principles if each.set == name)
    return PrincipleTable(name, tuple(rows))


def _row(record: Record, principle: Principle) -> PrincipleRow:
    shows = {tied.lab: render_inline(tied.shows) for tied in principle.labs}
    links = lab_links(record, shows)
    examples = tuple(Example(link, shows[link.slug]) for link in links)
    return PrincipleRow(principle.id, principle.title, render_inline(principle.meaning), examples)
