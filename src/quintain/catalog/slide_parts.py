"""What slides are made of: passages and blocks of a lesson, with about how tall each is on a slide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from math import ceil
from typing import Final

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from quintain.catalog.lesson import NO_TEXT, BlockView, block_views
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.lesson import Ask, Block, ListPrinciples, ListReading, Practise, Prose
from quintain.packs.model.pack import Pack
from quintain.packs.model.question import Question
from quintain.web.markdown import Piece, markdown_pieces, render_inline

BEFORE_BLOCKS: Final = 2
"""The parts of a lesson's page before its first block: its head and its lead."""
LINE_PIXELS: Final = 42
LETTERS_OF_LINE: Final = 74
ROW_PIXELS: Final = 50
CODE_HEAD_PIXELS: Final = 62
CODE_WIDTH_PIXELS: Final = 1060
CODE_PIXELS: Final = range(15, 23)
"""The sizes of code, in CSS pixels on a slide of 1280 by 720."""
COLUMN_PIXELS: Final = 0.6
"""The width of a letter of code, by its size."""
WHOLE_PIXELS: Final = 520
"""How tall the parts of a slide may be together."""
ALONE: Final = frozenset({"exhibit", "exercise", "question"})


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """An option of a question on a slide; the slide says which is right when the class has answered."""

    html: SafeString
    why: SafeString
    is_right: bool


@dataclass(frozen=True, slots=True)
class SlidePart:
    """A passage or block on a slide. ``kind`` is text, items, or the kind of ``block``.

    text and items: ``html``. question: ``prompt`` and ``choices``. exercise: its title as ``prompt``, what to do as
    ``html``, and the titles of its elements as ``elements``. ``pixels`` is about how tall it is on a slide of
    1280 by 720, and ``words`` counts what is read of it. ``place`` is the part of the lesson's page that it comes from,
    counted from 0. ``file`` is the name of the file that it shows. ``size`` is that of its code, in pixels.
    ``is_answer`` parts are below lines that answer a question, and come with them.
    """

    kind: str
    place: int
    pixels: int
    html: SafeString = NO_TEXT
    block: BlockView | None = None
    words: int = 0
    leads_in: bool = False
    file: str = ""
    size: int = 0
    number: int = 0
    prompt: SafeString = NO_TEXT
    choices: tuple[ChoiceView, ...] = ()
    elements: tuple[SafeString, ...] = ()
    is_answer: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether the part is shown once the class has answered."""
        return self.block is not None and self.block.closed

    @property
    def is_alone(self) -> bool:
        """Whether the part wants a slide of its own."""
        return self.kind in ALONE


@dataclass(frozen=True, slots=True)
class SlideSection:
    """What is taught below one H2; ``title`` is empty before the first, and so is ``anchor``, the id of the H2."""

    title: SafeString
    anchor: str
    source: str
    parts: tuple[SlidePart, ...]


def taught_parts(
    blocks: Iterable[Block], reading: Iterable[str], pack: Pack
) -> Iterator[tuple[Piece | None, SlidePart | None]]:
    """Yield the H2 titles and the parts of a lesson in order, without sections that are for reading."""
    known, left_out, is_read = tuple(blocks), frozenset(reading), False
    for offset, (block, view) in enumerate(zip(known, block_views(known), strict=True)):
        place = BEFORE_BLOCKS + offset
        if isinstance(block, Prose):
            for piece in markdown_pieces(block.markdown):
                if piece.tag == "h2":
                    is_read = piece.text in left_out
                    yield (piece, None) if not is_read else (None, None)
                elif not is_read:
                    yield None, _text(piece, place)
        elif not is_read and not isinstance(block, ListReading):
            yield from ((None, part) for part in _parts_of(block, view, place, pack))


def _parts_of(block: Block, view: BlockView, place: int, pack: Pack) -> Iterator[SlidePart]:
    match block:
        case Ask():
            yield question_part(block.question, view, place)
        case ListPrinciples():
            for each in pack.principles:
                if each.set == block.set:
                    item = format_html("<li><b>{}</b>: {}</li>", each.title, render_inline(each.meaning))
                    text = f"{each.title}: {each.meaning}"
                    yield SlidePart("items", place, _text_pixels(text), html=item, words=len(text.split()))
        case Practise():
            if exercise := pack.exercises.get(block.exercise):
                yield _exercise(exercise, view, place)
        case _:
            yield _block(view, place)


def _exercise(exercise: Exercise, view: BlockView, place: int) -> SlidePart:
    elements = tuple(render_inline(each.title) for each in exercise.elements)
    title, about = render_inline(exercise.title), render_inline(exercise.about)
    return SlidePart("exercise", place, WHOLE_PIXELS, block=view, prompt=title, html=about, elements=elements)


def question_part(question: Question, view: BlockView, place: int) -> SlidePart:
    """Return a question with all that is said about its options."""
    choices = tuple(
        ChoiceView(render_inline(each.text), render_inline(each.why), each.right) for each in question.options
    )
    prompt = render_inline(question.prompt)
    pixels = 80 + _text_pixels(question.prompt)
    pixels += sum(40 + _text_pixels(each.text) + _note_pixels(each.why) for each in question.options)
    return SlidePart("question", place, pixels, block=view, prompt=prompt, choices=choices)


def _text(piece: Piece, place: int) -> SlidePart:
    pixels = _text_pixels(piece.text)
    if piece.tag == "table":
        pixels = ROW_PIXELS * piece.html.count("<tr>")
    elif piece.tag == "pre":
        pixels = 30 + 32 * (piece.text.count("\n") + 1)
    return SlidePart(
        "items" if piece.tag == "li" else "text",
        place,
        pixels,
        html=piece.html,
        words=0 if piece.tag in {"table", "pre"} else len(piece.text.split()),
        leads_in=piece.tag == "h3" or piece.text.rstrip().endswith(":"),
        number=piece.number,
    )


def _text_pixels(text: str) -> int:
    lines = sum(ceil(max(len(line), 1) / LETTERS_OF_LINE) for line in [text.replace("\n", " ")])
    return LINE_PIXELS * lines + 14


def _block(view: BlockView, place: int) -> SlidePart:
    match view.kind:
        case "code":
            size = _code_size(max((len(_plain(line.html)) for line in view.lines), default=1))
            notes = [_plain(line.note) for line in view.lines if line.note]
            pixels = CODE_HEAD_PIXELS + round(len(view.lines) * size * 1.5) + sum(map(_note_pixels, notes))
            return SlidePart("code", place, pixels, block=view, file=view.name, size=size)
        case "change" if view.diff:
            size = _code_size(max((len(_plain(line.html)) for line in view.diff.lines), default=1))
            pixels = CODE_HEAD_PIXELS + round(len(view.diff.lines) * size * 1.5)
            return SlidePart("change", place, pixels, block=view, file=view.name, size=size)
        case "incident":
            text = _plain(view.html)
            return SlidePart("incident", place, 90 + _text_pixels(text), block=view, words=len(text.split()))
        case _:
            return SlidePart(view.kind, place, WHOLE_PIXELS, block=view, file=view.name)


def _code_size(columns: int) -> int:
    fitting = int(CODE_WIDTH_PIXELS / COLUMN_PIXELS / max(columns, 1))
    return min(max(fitting, CODE_PIXELS[0]), CODE_PIXELS[-1])


def _note_pixels(note: str) -> int:
    return 16 + 26 * ceil(len(note) / 100)


def _plain(html: str) -> str:
    """Return what is read of some HTML."""
    return unescape(strip_tags(html))


def joined_items(parts: Iterable[SlidePart]) -> tuple[SlidePart, ...]:
    """Return the parts with items of one list put together again."""
    joined: list[SlidePart] = []
    for each in parts:
        before = joined[-1] if joined else None
        follows = before and before.kind == "items" == each.kind and bool(before.number) == bool(each.number)
        part = replace(each, is_answer=before is not None and (before.is_closed or before.is_answer))
        if before and follows and part.number != 1:
            joined[-1] = replace(
                before,
                html=SafeString(before.html + part.html),  # both are safe: see markdown_pieces
                pixels=before.pixels + part.pixels,
                words=before.words + part.words,
            )
        else:
            joined.append(part)
    return tuple(joined)
