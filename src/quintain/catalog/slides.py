"""Reads for the slides of a lesson: the lesson's own passages and blocks, cut so that each slide can be read from afar.

Nothing is written for slides: decision 56 says why. A browser measures each slide as well, and cuts it further if a
part is taller than it is estimated here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.catalog.lesson import BlockView, address_of, block_views
from quintain.catalog.queries import LabLink, lab_links
from quintain.catalog.sequence import record_of, stops
from quintain.catalog.slide_parts import (
    BEFORE_BLOCKS,
    WHOLE_PIXELS,
    SlidePart,
    SlideSection,
    joined_items,
    taught_parts,
)
from quintain.packs.model.lesson import Incident, Lesson
from quintain.packs.model.pack import Module, Unit
from quintain.packs.timetable import clock_of, lay_out
from quintain.web.markdown import Piece, markdown_pieces, render_inline

MOST_WORDS: Final = 85
"""Of passages on one slide; a slide with more is read instead of the instructor being heard."""
SHORT_PIXELS: Final = 112
"""A passage of two lines: it may be above a block that otherwise has a slide of its own."""
STEPS: Final[Mapping[str, float]] = {"": 1, "tight": 1.2, "tighter": 1.5}
"""How full a slide may be, by how much smaller its letters are; ``slides.css`` has the sizes."""
SLACK: Final = 1.12
"""How much fuller a slide may be, in letters a little smaller, before a short rest gets a slide of its own."""
SLACK_OF_WORDS: Final = 1.3
"""How many more words it may have then: a sentence at the end of a slide is read sooner than a slide of its own."""


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide. ``kind`` is title, passage, exhibit, exercise, question or labs.

    ``of`` are the slides of its section, of which it is the one with ``number``. ``place`` is the part of the lesson's
    page that it begins with, and ``anchor`` the H2 above it. ``notes`` are ids of notes that name what is on it.
    """

    kind: str
    title: SafeString
    parts: tuple[SlidePart, ...] = ()
    number: int = 1
    of: int = 1
    anchor: str = ""
    place: int = 0
    notes: tuple[str, ...] = ()

    @property
    def step(self) -> str:
        """How much smaller its letters are where nothing measures them: none, tight, tighter or tightest."""
        full = sum(part.pixels for part in self.parts) / WHOLE_PIXELS
        return next((step for step, most in STEPS.items() if full <= most), "tightest")


@dataclass(frozen=True, slots=True)
class Note:
    """A passage of the instructor's notes; ``number`` is that of an item of a list with numbers."""

    id: str
    html: SafeString
    text: str
    is_item: bool
    number: int = 0


@dataclass(frozen=True, slots=True)
class NotesPart:
    """A section of the notes in the presenter's window."""

    title: SafeString
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """A lesson as slides. ``starts`` and ``ends`` are its time of the timetable, empty if it has none."""

    topic: str
    title: str
    summary: SafeString
    module: str
    day: int
    minutes: int
    starts: str
    ends: str
    incident: BlockView | None
    slides: tuple[Slide, ...]
    labs: tuple[LabLink, ...]
    next_title: str
    notes: tuple[NotesPart, ...]
    lesson_url: str
    presenter_url: str
    slides_url: str


def deck_page(user: User, module: Module, unit: Unit) -> Deck | None:
    """Return the slides of a topic or part; None if it has no lesson to be seen."""
    lesson = pack_store.lesson_of(unit)
    if lesson is None:
        return None
    starts, ends = _times_of(unit)
    all_stops = stops()
    at = next(index for index, stop in enumerate(all_stops) if stop.unit.id == unit.id)
    notes = tuple(_notes_of(lesson))
    incident = next((block for block in lesson.blocks if isinstance(block, Incident)), None)
    return Deck(
        topic=unit.id,
        title=lesson.title,
        summary=render_inline(lesson.summary),
        module=module.title,
        day=module.day,
        minutes=lesson.minutes,
        starts=starts,
        ends=ends,
        incident=block_views([incident])[0] if incident else None,
        slides=tuple(_slides(lesson, [note for part in notes for note in part.notes])),
        labs=lab_links(record_of(user), [lab.slug for lab in all_stops[at].labs]),
        next_title=all_stops[at + 1].unit.title if at + 1 < len(all_stops) else "",
        notes=notes,
        lesson_url=reverse("topic", args=[unit.id]),
        presenter_url=reverse("presenter", args=[unit.id]),
        slides_url=reverse("slides", args=[unit.id]),
    )


def _times_of(unit: Unit) -> tuple[str, str]:
    slots = (slot for day in pack_store.days() for slot in lay_out(day) if slot.session.topic == unit.id)
    slot = next(slots, None)
    return (clock_of(slot.starts), clock_of(slot.ends)) if slot else ("", "")


def _notes_of(lesson: Lesson) -> Iterator[NotesPart]:
    for section in lesson.notes:
        pieces = markdown_pieces(section.markdown)
        notes = (
            Note(f"note-{section.id}-{index}", piece.html, piece.text, piece.tag == "li", piece.number)
            for index, piece in enumerate(pieces)
        )
        yield NotesPart(render_inline(section.title), tuple(notes))


def _slides(lesson: Lesson, notes: Sequence[Note]) -> Iterator[Slide]:
    yield Slide("title", SafeString(""))
    for section in _sections(lesson):
        groups = joined_parts(section.parts)
        for number, parts in enumerate(groups, 1):
            alone = next((part.kind for part in parts if part.is_alone), "passage")
            yield Slide(
                alone,
                section.title,
                joined_items(parts),
                number=number,
                of=len(groups),
                anchor=section.anchor,
                place=parts[0].place,
                notes=tuple(note.id for note in notes if _is_about(note, section, parts, is_first=number == 1)),
            )
    yield Slide("labs", SafeString(""), place=BEFORE_BLOCKS + len(lesson.blocks))


def _sections(lesson: Lesson) -> Iterator[SlideSection]:
    title: Piece | None = None
    parts: list[SlidePart] = []
    reading = lesson.reading.sections if lesson.reading else ()
    for heading, part in taught_parts(lesson.blocks, reading, pack_store.current_pack()):
        if heading is not None:
            yield _section(title, parts, lesson)
            title, parts = heading, []
        elif part is not None:
            parts.append(part)
    yield _section(title, parts, lesson)


def _section(title: Piece | None, parts: Iterable[SlidePart], lesson: Lesson) -> SlideSection:
    html = render_inline(title.text) if title else SafeString("")
    anchor = address_of(title.text, lesson.source_titles) if title else ""
    return SlideSection(html, anchor, title.text if title else "", tuple(parts))


def joined_parts(parts: Iterable[SlidePart]) -> tuple[tuple[SlidePart, ...], ...]:
    """Join passages and blocks into slides, in order.

    A block is with the passage that leads to it where both fit. Exhibits, exercises and questions have slides of their
    own, below a short passage at most.
    """
    slides: list[tuple[SlidePart, ...]] = []
    open_: list[SlidePart] = []
    for part in parts:
        if part.is_alone:
            lead = open_ if _pixels(open_) <= SHORT_PIXELS and part.kind != "question" else []
            if not lead:
                _close(slides, open_)
            slides.append((*lead, part))
            open_ = []
        elif not open_ or _fit([*open_, part]):
            open_.append(part)
        else:
            lead = _lead_in(open_, part)
            before = open_[: len(open_) - len(lead)]
            if _pixels(before) <= SHORT_PIXELS and _has_room(open_, [part]):
                open_.append(part)
            else:
                _close(slides, before)
                open_ = [*lead, part]
    _close(slides, open_)
    return tuple(slides)


def _close(slides: list[tuple[SlidePart, ...]], parts: Sequence[SlidePart]) -> None:
    """Make a slide of parts; a sentence that is left alone goes to the slide before, if that has room."""
    is_left = parts and _pixels(parts) <= SHORT_PIXELS and not parts[-1].leads_in
    if is_left and slides and _has_room(slides[-1], parts):
        slides[-1] += tuple(parts)
    elif parts:
        slides.append(tuple(parts))


def _pixels(parts: Iterable[SlidePart]) -> int:
    return sum(part.pixels for part in parts)


def _words(parts: Iterable[SlidePart]) -> int:
    return sum(part.words for part in parts)


def _fit(parts: Sequence[SlidePart]) -> bool:
    return _pixels(parts) <= WHOLE_PIXELS and _words(parts) <= MOST_WORDS


def _has_room(slide: Sequence[SlidePart], more: Sequence[SlidePart]) -> bool:
    together = [*slide, *more]
    is_free = not any(part.is_alone for part in slide)
    return is_free and _pixels(together) <= SLACK * WHOLE_PIXELS and _words(together) <= SLACK_OF_WORDS * MOST_WORDS


def _lead_in(before: Sequence[SlidePart], part: SlidePart) -> list[SlidePart]:
    """Return the end of what is before a part if it goes with the part to the next slide."""
    last = before[-1]
    leads = last.leads_in or (part.kind in {"code", "change"} and last.kind == "text" and last.words > 0)
    return [last] if leads and len(before) > 1 and _fit([last, part]) else []


def _is_about(note: Note, section: SlideSection, parts: Iterable[SlidePart], *, is_first: bool) -> bool:
    """Tell whether a note names what a slide shows: a file, its kind of block, or the section that begins there."""
    said = note.text.lower()
    if is_first and section.source and section.source.lower() in said:
        return True
    return any(
        (part.file and part.file.rpartition("/")[2].lower() in said)
        or (part.kind in {"exhibit", "exercise"} and part.kind in said)
        for part in parts
    )
