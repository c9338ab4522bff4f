"""The course's questions as cards for spaced repetition: a text file that Anki imports.

A line is a card: an identity by which a later import renews it, the front, the back, and tags. Fields are HTML. The
head says so in the lines that Anki 2.1.54 and later read: https://docs.ankiweb.net/importing/text-files.html
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import is_closed, require
from quintain.catalog import pack_store
from quintain.catalog.glossary import glossary_page
from quintain.catalog.permissions import READ_COURSE
from quintain.packs.model.question import Question
from quintain.web.markdown import render_inline

WORDS: Final = UUID("3d0c1f0e-5a0e-4f57-9a4e-7a2f8a6f3d11")
"""The namespace of cards that have no uuid of their own: terms and weaknesses."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card; ``front`` and ``back`` are HTML without a newline."""

    uuid: UUID
    front: str
    back: str
    tags: str


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """Give the cards of all modules that are open to who asks, as a file."""
    user = require(request, READ_COURSE)
    pack = pack_store.current_pack()
    answer = HttpResponse(text_of(pack.title, cards_for(user)), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(pack.code)}-cards.txt"'
    return answer


def cards_for(user: User) -> Iterator[Card]:
    """Give a card for each question of the open modules, each term of the glossary, and each weakness."""
    for module in pack_store.modules():
        if is_closed(user, module.id):
            continue
        for unit in module.units:
            lesson = pack_store.lesson_of(unit)
            for question in lesson.questions if lesson else ():
                yield Card(question.uuid, _front(question), _back(question), f"{module.id} {unit.id}")
    words = glossary_page(user)
    for entry in (entry for letter in words.letters for entry in letter.terms):
        yield Card(uuid5(WORDS, f"course/{entry.id}"), escape(entry.term), entry.definition, "glossary")
    for term in words.terms:
        yield Card(uuid5(WORDS, term.id), escape(term.title), escape(term.meaning), "glossary")
    for weakness in words.weaknesses:
        front = f'<a href="{escape(weakness.address)}">{weakness.cwe}</a>'
        yield Card(uuid5(WORDS, weakness.cwe), front, escape(weakness.name), "weakness")


def text_of(deck: str, cards: Iterator[Card]) -> str:
    """Write cards as Anki reads them; ``deck`` is the name of the deck that they come into."""
    text = io.StringIO()
    text.write(f"#separator:tab\n#html:true\n#deck:{' '.join(deck.split())}\n#notetype:Basic\n")
    text.write("#guid column:1\n#tags column:4\n")
    table = csv.writer(text, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
    table.writerows((str(card.uuid), _on_one_line(card.front), _on_one_line(card.back), card.tags) for card in cards)
    return text.getvalue()


def _front(question: Question) -> str:
    options = "".join(f"<li>{render_inline(option.text)}</li>" for option in question.options)
    return f"{render_inline(question.prompt)}<ol>{options}</ol>"


def _back(question: Question) -> str:
    right = next(option for option in question.options if option.right)
    return f"<b>{render_inline(right.text)}</b><br>{render_inline(right.why)}"


def _on_one_line(html: str) -> str:
    return " ".join(html.split())
