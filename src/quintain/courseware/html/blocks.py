"""Blocks of lessons and case studies as markup."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol
from urllib.parse import urlsplit

from quintain.courseware.captions import caption_of
from quintain.courseware.contents import Contents
from quintain.courseware.html.code import Line, code_box, draw_change, draw_lines, highlight_lines
from quintain.courseware.html.markdown import anchor_of, nowhere, render_inline, render_markdown, with_anchors
from quintain.courseware.html.places import Places
from quintain.courseware.html.tags import NOTHING, Html, join, tag
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.exhibit import Exhibit
from quintain.packs.model.lesson import (
    Ask,
    Block,
    Change,
    Code,
    Incident,
    ListPrinciples,
    ListReading,
    Practise,
    Prose,
    Show,
)
from quintain.packs.model.question import Question
from quintain.packs.model.source import Source
from quintain.packs.prose import blocks_of, titles_of

SOURCES: Final = "Sources"


class Medium(Protocol):
    """What an edition draws in a way of its own."""

    def question(self, page: "Page", question: Question, number: int) -> Html:
        """Return a question, and its answers where a reader finds them who asks for them."""
        ...

    def exhibit(self, page: "Page", exhibit: Exhibit) -> Html:
        """Return an exhibit, still or moving."""
        ...

    def exercise(self, page: "Page", exercise: Exercise) -> Html:
        """Return an exercise, and its answers."""
        ...


@dataclass(slots=True)
class Page:
    """A chapter while it is drawn: its key, and the ids that its headings have taken."""

    key: str
    contents: Contents
    places: Places
    medium: Medium
    ids: dict[str, int] = field(default_factory=dict)

    def resolve(self, address: str) -> str | None:
        """Return where a link of this chapter leads; None where it leads nowhere."""
        return self.places.resolve(self.key, address)

    def markdown(self, text: str) -> Html:
        """Return a Markdown text as blocks."""
        return tag("div", {"class": "prose"}, with_anchors(render_markdown(text, self.resolve), self.ids))

    def inline(self, text: str) -> Html:
        """Return a Markdown text of one line."""
        return render_inline(text, self.resolve)

    def heading(self, title: str) -> Html:
        """Return a heading of the second level with an id of its own."""
        return with_anchors(tag("h2", {}, self.inline(title)), self.ids)

    def link(self, key: str, words: str) -> Html:
        """Return a link to another chapter, or its words alone where this edition has no such chapter."""
        if key not in self.places.titles:
            return tag("span", {}, words)
        return tag("a", {"href": self.places.between(self.key, key)}, words)


def anchors_of(blocks: Iterable[Block]) -> frozenset[str]:
    """Return the ids that the headings of a lesson or case study get."""
    taken: dict[str, int] = {}
    for block in blocks:
        if isinstance(block, Prose):
            for _, _, title in titles_of(blocks_of(block.markdown)):
                anchor = anchor_of(render_inline(title, nowhere))
                taken[anchor] = taken.get(anchor, 0) + 1
    numbered = ((anchor, number) for anchor, count in taken.items() for number in range(1, count + 1))
    return frozenset(anchor if number == 1 else f"{anchor}-{number}" for anchor, number in numbered)


def draw_blocks(page: Page, blocks: Iterable[Block]) -> Html:
    """Return blocks one below the other; questions are numbered."""
    drawn, number = [], 0
    for block in blocks:
        number += isinstance(block, Ask)
        drawn.append(_draw(page, block, number))
    return join(*drawn)


def draw_sources(page: Page, sources: Iterable[Source]) -> Html:
    """Return a section with the places where a reader can check or read on."""
    links = tuple(tag("li", {}, outside(source.title, source.url)) for source in sources)
    return tag("section", {"class": "sources"}, page.heading(SOURCES), tag("ul", {}, *links)) if links else NOTHING


def outside(words: str | Html, url: str) -> Html:
    """Return a link to a page of the web."""
    return tag("a", {"class": "external", "href": url, "rel": "noopener noreferrer"}, words)


def written(day: date) -> str:
    """Return a date as the course writes it: 9 March 2026."""
    return f"{day.day} {day:%B %Y}"


def _draw(page: Page, block: Block, number: int) -> Html:
    match block:
        case Prose():
            return page.markdown(block.markdown)
        case Code():
            return _code(page, block)
        case Change():
            return draw_change(str(block.before), str(block.after), block.before_text, block.after_text)
        case Incident():
            return _incident(page, block)
        case _:
            return _draw_named(page, block, number)


def _draw_named(page: Page, block: Ask | Show | Practise | ListPrinciples | ListReading, number: int) -> Html:
    """Return what a block names, as the edition's medium draws it."""
    match block:
        case Ask():
            return page.medium.question(page, block.question, number)
        case Show():
            exhibit = page.contents.exhibits.get(block.exhibit)
            return page.medium.exhibit(page, exhibit) if exhibit else NOTHING  # nobody has drawn it yet
        case Practise():
            exercise = page.contents.exercises.get(block.exercise)
            return page.medium.exercise(page, exercise) if exercise else NOTHING
        case ListPrinciples():
            return _principles(page, block)
        case ListReading():
            return _reading_list(page, block)


def _code(page: Page, code: Code) -> Html:
    caption = caption_of(code)
    rows = highlight_lines(code.text, code.language)
    lines = tuple(
        Line(
            number,
            row,
            "marked" if number in code.marked else "",
            page.inline(code.notes[number]) if number in code.notes else NOTHING,
        )
        for number, row in enumerate(rows, code.first)
    )
    body = draw_lines(lines, caption)
    if code.closed:
        body = tag("details", {}, tag("summary", {}, "Show the answer"), body)
    return code_box(caption, "included from a file that runs" if code.runs else "included from a file", body)


def _incident(page: Page, incident: Incident) -> Html:
    shown = incident.shown_date or written(incident.date)
    when = tag("time", {"datetime": incident.date.isoformat()}, shown)
    checked = f"Sources checked on {written(incident.as_of)}." if incident.as_of else None
    return tag(
        "section",
        {"class": "incident block", "aria-label": "It happened"},
        tag("p", {"class": "when"}, tag("span", {}, "It happened"), " ", tag("b", {}, when)),
        tag(
            "div",
            {},
            tag("h3", {}, page.inline(incident.title)),
            page.markdown(incident.markdown),
            tag("p", {"class": "as-of"}, checked) if checked else None,
        ),
    )


def _principles(page: Page, block: ListPrinciples) -> Html:
    """Return a set of principles with their labs."""
    rows: list[Html] = []
    for principle in page.contents.principles:
        if principle.set != block.set:
            continue
        examples = tuple(
            tag(
                "li",
                {},
                page.link(f"labs/{each.lab}", page.places.titles.get(f"labs/{each.lab}", each.lab)),
                join(": ", page.inline(each.shows)) if each.shows else None,
            )
            for each in principle.labs
        )
        meaning = tag("p", {}, page.inline(principle.meaning))
        rows.append(tag("dt", {}, principle.title))
        rows.append(tag("dd", {}, meaning, tag("ul", {}, *examples) if examples else None))
    return tag("section", {"class": "principles", "aria-label": "Principles and labs"}, tag("dl", {}, *rows))


def _reading_list(page: Page, block: ListReading) -> Html:
    """Return sources of all lessons: which of them a reader needs, only the classroom knows."""
    rows = []
    for chapter in page.contents.chapters:
        every = chapter.lesson.sources if chapter.lesson else ()
        links = [
            tag("li", {}, outside(each.title, each.url))
            for each in every
            if not block.hosts or _is_at(each.url, block.hosts)
        ]
        if links:
            key = f"lessons/{chapter.id}"
            rows.append(tag("li", {}, page.link(key, page.places.titles[key]), tag("ul", {}, *links)))
    return tag("section", {"class": "reading-list prose", "aria-label": "To read on"}, tag("ul", {}, *rows))


def _is_at(url: str, hosts: Iterable[str]) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == each or host.endswith(f".{each}") for each in hosts)
