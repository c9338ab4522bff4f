"""Reads for the page of one topic: the lesson's blocks, ready for the template."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.catalog import pack_store
from quintain.catalog.permissions import READ_NOTES
from quintain.catalog.queries import (
    CaseLink,
    LabLink,
    ModuleCard,
    TopicLink,
    case_links,
    module_card,
)
from quintain.packs.model import Ask, Block, Code, Incident, Lesson, Module, Practise, Prose, Show, Source, Topic
from quintain.web.code import CodeLine, highlight_lines
from quintain.web.markdown import render_inline, render_markdown

NO_TEXT = SafeString()


@dataclass(frozen=True, slots=True)
class Heading:
    """An H2 of the lesson, for the list *On this page*."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block. ``kind`` is prose, code, question, exhibit, exercise or incident: it says which fields are filled.

    prose: ``html``. code: ``name``, ``lines``, ``language``. question: ``question`` (a UUID), ``number``.
    exhibit and exercise: ``name``. incident: ``title``, ``date``, ``html``.
    """

    kind: str
    html: SafeString = NO_TEXT
    name: str = ""
    language: str = ""
    lines: tuple[CodeLine, ...] = ()
    question: UUID | None = None
    number: int = 0
    title: SafeString = NO_TEXT
    date: str = ""
    iso_date: str = ""

    @property
    def key(self) -> UUID | str:
        """What the room that draws the block knows it by."""
        return self.question or self.name


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson as it is read. ``questions`` counts them."""

    title: str
    summary: SafeString
    minutes: int
    blocks: tuple[BlockView, ...]
    headings: tuple[Heading, ...]
    sources: tuple[Source, ...]
    questions: int


@dataclass(frozen=True, slots=True)
class TopicPage:
    """The page of a topic; ``lesson`` is None while nobody has written one.

    ``notes_url`` leads to the instructor's notes, and is empty for those who may not read them.
    """

    id: str
    title: str
    module: ModuleCard
    lesson: LessonView | None
    read: bool
    read_url: str
    labs: tuple[LabLink, ...]
    previous: TopicLink | None
    next: TopicLink | None
    cases: tuple[CaseLink, ...] = ()
    notes_url: str = ""


def topic_page(user: User, module: Module, topic: Topic) -> TopicPage:
    """Return the page of ``topic`` as ``user`` sees it."""
    card = module_card(user, module, topic)
    at = next(index for index, link in enumerate(card.topics) if link.here)
    labs = {lab.slug: lab for lab in card.labs}
    lesson = pack_store.lesson_of(topic)
    return TopicPage(
        id=topic.id,
        title=lesson.title if lesson else topic.title,
        module=card,
        lesson=_lesson_view(lesson) if lesson else None,
        read=card.topics[at].read,
        read_url=reverse("read", args=[topic.id]),
        labs=tuple(labs[slug] for slug in dict.fromkeys(topic.labs) if slug in labs),
        previous=card.topics[at - 1] if at else None,
        next=card.topics[at + 1] if at + 1 < len(card.topics) else None,
        cases=case_links(topic),
        notes_url=reverse("notes", args=[topic.id]) if lesson and lesson.notes and may(user, READ_NOTES) else "",
    )


def _lesson_view(lesson: Lesson) -> LessonView:
    blocks = block_views(lesson.blocks)
    return LessonView(
        title=lesson.title,
        summary=render_inline(lesson.summary),
        minutes=lesson.minutes,
        blocks=blocks,
        headings=headings_of(lesson.blocks),
        sources=lesson.sources,
        questions=sum(block.kind == "question" for block in blocks),
    )


def block_views(blocks: Iterable[Block]) -> tuple[BlockView, ...]:
    """Return the blocks of a lesson or case, ready for the template; questions are numbered."""
    return tuple(_block_views(blocks))


def headings_of(blocks: Iterable[Block]) -> tuple[Heading, ...]:
    """Return the H2 titles of a lesson or case."""
    return tuple(_headings(blocks))


def _block_views(blocks: Iterable[Block]) -> Iterator[BlockView]:
    number = 0
    for block in blocks:
        number += isinstance(block, Ask)
        yield _block_view(block, number)


def _block_view(block: Block, number: int) -> BlockView:
    match block:
        case Prose():
            return BlockView("prose", html=_with_anchors(render_markdown(block.markdown)))
        case Code():
            return BlockView("code", name=str(block.path), language=block.language, lines=_code_lines(block))
        case Ask():
            return BlockView("question", question=block.question.uuid, number=number)
        case Show():
            return BlockView("exhibit", name=block.exhibit)
        case Practise():
            return BlockView("exercise", name=block.exercise)
        case Incident():
            shown = block.shown_date or date_format(block.date, "j F Y")
            html = render_markdown(block.markdown)
            title = render_inline(block.title)
            return BlockView("incident", html=html, title=title, date=shown, iso_date=block.date.isoformat())


def _code_lines(code: Code) -> tuple[CodeLine, ...]:
    return tuple(
        CodeLine(
            line.number,
            line.html,
            marked=line.number in code.marked,
            note=render_inline(code.notes[line.number]) if line.number in code.notes else None,
        )
        for line in highlight_lines(code.text, code.language, code.first)
    )


def _headings(blocks: Iterable[Block]) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Prose):
            for title in re.findall(r"(?m)^## +(.+?) *#*$", block.markdown):
                yield Heading(_anchor(str(render_inline(title))), re.sub(r"<[^>]+>", "", render_inline(title)))


def _with_anchors(html: str) -> SafeString:
    return mark_safe(re.sub(r"<h2>(.*?)</h2>", _anchored, html))  # noqa: S308  adds an id made of a-z and hyphens


def _anchored(match: re.Match[str]) -> str:
    return f'<h2 id="{_anchor(match[1])}">{match[1]}</h2>'


def _anchor(html: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"<[^>]+>|&[a-z]+;", "", html).lower()).strip("-") or "section"
