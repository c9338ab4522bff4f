"""Reads for the page of one topic: the lesson's blocks, ready for the template."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.catalog import pack_store
from quintain.catalog.permissions import PRESENT, READ_NOTES
from quintain.catalog.queries import CaseLink, LabLink, ModuleCard, case_links, find_topic, lab_links, module_cards
from quintain.catalog.sequence import CourseStep, Record, next_step, record_of
from quintain.catalog.terms import TermNotes
from quintain.packs.constraints import CheckedOn
from quintain.packs.model.lesson import (
    Ask,
    Block,
    Change,
    Code,
    Incident,
    ListPrinciples,
    ListReading,
    OtherBlock,
    Practise,
    Prose,
    Show,
)
from quintain.packs.model.pack import Module, Unit
from quintain.packs.model.source import Source, Standards
from quintain.packs.model.weakness import Weakness
from quintain.packs.prose import blocks_of, titles_of
from quintain.packs.standards import ASVS, ASVS_URL, TOP_10, TOP_10_URL, asvs_section
from quintain.web.code import CodeLine, highlight_lines
from quintain.web.differences import FileDiff, differences
from quintain.web.markdown import Replace, render_inline, render_markdown

NO_TEXT = SafeString()
NO_TITLES: Final[Mapping[str, str]] = MappingProxyType({})
DRAWN_AHEAD: Final = frozenset({"code", "change", "incident"})


@dataclass(frozen=True, slots=True)
class Heading:
    """An H2 of the lesson, for the list *On this page*."""

    id: str
    title: str
    reading: bool = False


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block. ``kind`` is prose, code, change, question, exhibit, exercise, incident, principles or reading-list.

    It says what is filled.

    prose: ``html``. code: ``name`` (a path), ``caption``, ``lines``, ``language``, ``closed``, ``runs``.
    change: ``name`` (before), ``diff``.
    question: ``question`` (a UUID), ``number``. exhibit, exercise and principles: ``name``. reading-list: ``reading``.
    incident: ``title``, ``date``, ``html``, ``as_of``. ``whole`` is the HTML of one that was drawn ahead.
    """

    kind: str
    html: SafeString = NO_TEXT
    name: str = ""
    caption: str = ""
    language: str = ""
    lines: tuple[CodeLine, ...] = ()
    question: UUID | None = None
    number: int = 0
    title: SafeString = NO_TEXT
    date: str = ""
    iso_date: str = ""
    as_of: CheckedOn | None = None
    diff: FileDiff | None = None
    closed: bool = False
    runs: bool = False
    reading: ListReading | None = None
    whole: SafeString = NO_TEXT

    @property
    def key(self) -> UUID | str | ListReading:
        """What the room that draws the block knows it by."""
        return self.question or self.reading or self.name


@dataclass(frozen=True, slots=True)
class StandardLink:
    """Where a standard names the weakness of a lesson: its entry, such as CWE-89, its title, and the page about it."""

    entry: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson as it is read. ``questions`` counts them; ``minutes`` are taught, and ``reading`` minutes are not."""

    title: str
    summary: SafeString
    minutes: int
    blocks: tuple[BlockView, ...]
    headings: tuple[Heading, ...]
    sources: tuple[Source, ...]
    questions: int
    reading: int
    standards: tuple[StandardLink, ...]


@dataclass(frozen=True, slots=True)
class TopicPage:
    """The page of a topic or a part of one; ``lesson`` is None while nobody has written one.

    ``next`` is what comes after this page. ``notes_url`` leads to the instructor's notes, and ``slides_url`` to the
    slides; each is empty for those who may not open it.
    """

    id: str
    title: str
    module: ModuleCard
    lesson: LessonView | None
    read: bool
    read_url: str
    labs: tuple[LabLink, ...]
    next: CourseStep | None
    cases: tuple[CaseLink, ...] = ()
    notes_url: str = ""
    slides_url: str = ""


def topic_page(user: User, module: Module, unit: Unit) -> TopicPage:
    """Return the page of a topic, or of a part of one, as ``user`` sees it."""
    record = record_of(user)
    lesson = pack_store.lesson_of(unit)
    is_read = lesson is not None and lesson.uuid in record.read
    return TopicPage(
        id=unit.id,
        title=lesson.title if lesson else unit.title,
        module=module_card(record, module, unit),
        lesson=_lesson_view(unit.id),
        read=is_read,
        read_url=reverse("read", args=[unit.id]),
        labs=lab_links(record, unit.labs),
        next=next_step(record, None if is_read else lesson),
        cases=case_links(unit),
        notes_url=reverse("notes", args=[unit.id]) if lesson and lesson.notes and may(user, READ_NOTES) else "",
        slides_url=reverse("slides", args=[unit.id]) if lesson and may(user, PRESENT) else "",
    )


def module_card(record: Record, module: Module, unit: Unit) -> ModuleCard:
    """Return the module of a topic that the learner reads."""
    return next(card for card in module_cards(record, module.id, unit.id) if card.here)


@pack_store.kept_with_pack
def _lesson_view(unit: str) -> LessonView | None:
    place = find_topic(unit)
    lesson = pack_store.lesson_of(place[1]) if place else None
    if lesson is None:
        return None
    reading = lesson.reading.sections if lesson.reading else ()
    blocks = tuple(map(_drawn_ahead, block_views(lesson.blocks, reading, TermNotes(), lesson.source_titles)))
    return LessonView(
        title=lesson.title,
        summary=render_inline(lesson.summary),
        minutes=lesson.minutes,
        blocks=blocks,
        headings=headings_of(lesson.blocks, reading, lesson.source_titles),
        sources=lesson.sources,
        reading=lesson.reading.minutes if lesson.reading else 0,
        standards=tuple(_standard_links(lesson.standards, lesson.weaknesses)) if lesson.standards else (),
        questions=sum(block.kind == "question" for block in blocks),
    )


def _drawn_ahead(block: BlockView) -> BlockView:
    """Return a block with the HTML of its whole, if that is the same for everybody."""
    if block.kind not in DRAWN_AHEAD:
        return block
    return replace(block, whole=render_to_string(f"catalog/{block.kind}.html", {"block": block}))


def _standard_links(standards: Standards, weaknesses: Iterable[Weakness]) -> Iterator[StandardLink]:
    for weakness in weaknesses:
        yield StandardLink(weakness.cwe, weakness.name, weakness.address)
    for number in standards.top10:
        yield StandardLink(f"OWASP Top 10 {number}", TOP_10[number], TOP_10_URL)
    for number in standards.asvs:
        yield StandardLink(f"OWASP ASVS 5.0 {number}", ASVS[asvs_section(number)][0], ASVS_URL)


def block_views(
    blocks: Iterable[Block],
    reading: Collection[str] = (),
    notes: Replace | None = None,
    source_titles: Mapping[str, str] = NO_TITLES,
) -> tuple[BlockView, ...]:
    """Return the blocks of a lesson or case, ready for the template; questions are numbered.

    The titles of ``reading`` are marked as not taught; ``notes`` draws the terms of the prose. ``source_titles`` are
    those of a translated lesson or case.
    """
    anchors = {str(render_inline(title)): anchor_of(render_inline(source)) for title, source in source_titles.items()}
    views, number = [], 0
    for block in blocks:
        number += isinstance(block, Ask)
        if isinstance(block, Prose):
            html = _with_anchors(render_markdown(block.markdown, notes), reading, anchors)
            views.append(BlockView("prose", html=html))
        else:
            views.append(_block_view(block, number))
    return tuple(views)


def headings_of(
    blocks: Iterable[Block], reading: Collection[str] = (), source_titles: Mapping[str, str] = NO_TITLES
) -> tuple[Heading, ...]:
    """Return the H2 titles of a lesson or case; those of ``reading`` are marked as not taught."""
    prose = (block.markdown for block in blocks if isinstance(block, Prose))
    titles = ((title, render_inline(title)) for text in prose for _, _, title in titles_of(blocks_of(text)))
    return tuple(
        Heading(address_of(title, source_titles), unescape(re.sub(r"<[^>]+>", "", html)), reading=title in reading)
        for title, html in titles
    )


def _caption(code: Code) -> str:
    recorded = code.recording
    if recorded is None:
        return str(code.path)
    named = {"script": recorded.script, "rule": recorded.rule}
    return gettext("Ruff on %(script)s: %(rule)s") % named if recorded.rule else gettext("Output of %(script)s") % named


def _block_view(block: OtherBlock, number: int) -> BlockView:
    match block:
        case Code():
            return BlockView(
                "code",
                name=str(block.path),
                caption=_caption(block),
                language=block.language,
                lines=code_lines(block),
                closed=block.closed,
                runs=block.runs,
            )
        case Change():
            (diff,) = differences({str(block.after): block.before_text}, {str(block.after): block.after_text})
            return BlockView("change", name=str(block.before), diff=diff)
        case Incident():
            shown = block.shown_date or date_format(block.date, "DATE_FORMAT")
            html = render_markdown(block.markdown)
            title = render_inline(block.title)
            iso_date = block.date.isoformat()
            return BlockView("incident", html=html, title=title, date=shown, iso_date=iso_date, as_of=block.as_of)
        case _:
            return _drawn_view(block, number)


def _drawn_view(block: Ask | Show | Practise | ListPrinciples | ListReading, number: int) -> BlockView:
    """Return a block that is drawn elsewhere, by the name that it goes by there."""
    match block:
        case Ask():
            return BlockView("question", question=block.question.uuid, number=number)
        case Show():
            return BlockView("exhibit", name=block.exhibit)
        case Practise():
            return BlockView("exercise", name=block.exercise)
        case ListPrinciples():
            return BlockView("principles", name=block.set)
        case ListReading():
            return BlockView("reading-list", reading=block)


def code_lines(code: Code) -> tuple[CodeLine, ...]:
    """Return the lines of code that a lesson shows, with marks and notes."""
    return tuple(
        CodeLine(
            line.number,
            line.html,
            marked=line.number in code.marked,
            note=render_inline(code.notes[line.number]) if line.number in code.notes else None,
        )
        for line in highlight_lines(code.text, code.language, code.first)
    )


def _with_anchors(html: str, reading: Collection[str], anchors: Mapping[str, str]) -> SafeString:
    marked = re.sub(r"<h2>(.*?)</h2>", lambda match: _anchored(match, reading, anchors), html)
    return mark_safe(marked)  # noqa: S308  adds an id made of a-z and hyphens, and a word of our own


def _anchored(match: re.Match[str], reading: Collection[str], anchors: Mapping[str, str]) -> str:
    is_reading = match[1] in {render_inline(each) for each in reading}
    label = f' <span class="tag">{gettext("Reading")}</span>' if is_reading else ""
    return f'<h2 id="{anchors.get(match[1]) or anchor_of(match[1])}">{match[1]}{label}</h2>'


def address_of(title: str, source_titles: Mapping[str, str]) -> str:
    """Return the id of an H2 on the page, which is the same in each language."""
    return anchor_of(render_inline(source_titles.get(title, title)))


def anchor_of(html: str) -> str:
    """Return the id of an H2 on the page, from its HTML."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"<[^>]+>|&[a-z]+;", "", html).lower()).strip("-") or "section"
