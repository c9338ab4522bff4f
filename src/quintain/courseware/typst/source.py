"""Typst source, written in code mode alone: calls, blocks, and string literals for every text.

`Code` is what Typst reads, and ``str`` what people read. A text becomes code by `text`, `mono` or `literal`, which mypy
holds all callers to. So nothing that a pack says can be markup, a function or an import.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NewType

from quintain.courseware.typst.glyphs import has_glyph

Code = NewType("Code", str)
"""An expression of Typst's code mode."""

NOTHING: Final = Code("[]")
SPACE: Final = Code("[ ]")
BREAK: Final = Code("linebreak()")
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL: Final = re.compile(r'["\\\n\r\t\x00-\x1f\x7f-\x9f]')
_LONG: Final = 18
"""A word of code that is longer may be broken behind a sign."""
_JOINTS: Final = re.compile(r"(?<=[/._\-=&?:;,@(){}\[\]|+%])(?=[^/._\-=&?:;,@(){}\[\]|+%\s])")


def literal(words: str) -> Code:
    r"""Write a text as a string literal: `literal('a"b')` is ``"a\"b"``."""
    return Code('"' + _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], f"\\u{{{ord(match[0]):x}}}"), words) + '"')


def call(name: str, /, *values: Code, **named: Code) -> Code:
    """Write a call of a function of the template; names are the program's own, never the pack's."""
    return Code(
        f"{name}({', '.join([*values, *(f'{key.replace("_", "-")}: {value}' for key, value in named.items())])})"
    )


def include(name: str) -> Code:
    """Write another file of the document in this place."""
    return Code(f"include {literal(f'/{name}')}")


def joined(parts: Iterable[Code]) -> Code:
    """Write parts one after the other as one expression."""
    held = list(parts)
    if len(held) == 1:
        return held[0]
    return Code("{\n" + "\n".join(held) + "\n}") if held else NOTHING


def array(parts: Iterable[Code]) -> Code:
    """Write an array."""
    return Code("(" + "".join(f"{part}, " for part in parts) + ")")


def number(value: int) -> Code:
    """Write a number."""
    return Code(str(value))


def flag(value: bool) -> Code:
    """Write a truth value."""
    return Code("true" if value else "false")


def runs(words: str) -> Iterator[tuple[bool, str]]:
    """Cut a text into runs that the fonts can draw, and single characters that they cannot."""
    for drawn, characters in groupby(words, has_glyph):
        if drawn:
            yield True, "".join(characters)
        else:
            yield from ((False, character) for character in characters)


def text(words: str) -> Code:
    """Write a text of a paragraph. White space is a space; a character without a glyph is shown by its number."""
    words = re.sub(r"[ \t\r\n]+", " ", words)
    return joined(SPACE if run == " " else literal(run) if drawn else _unseen(run) for drawn, run in runs(words))


def mono(words: str) -> Code:
    """Write code within a paragraph; long words may be broken behind a sign, with nothing added to the text."""
    pieces: list[Code] = []
    for word in re.split(r"(?<= )", words.replace("\t", "    ").replace("\n", " ")):
        parts = _JOINTS.split(word) if len(word) > _LONG else [word]
        for index, part in enumerate(parts):
            if index:
                pieces.append(Code("joint"))
            pieces.extend(call("c", literal(run)) if drawn else _unseen(run) for drawn, run in runs(part))
    return joined(pieces)


def address(words: str) -> Code:
    """Write an address of the web, which may be broken behind a sign."""
    pieces: list[Code] = []
    for index, part in enumerate(_JOINTS.split(words)):
        if index:
            pieces.append(Code("joint"))
        pieces.extend(literal(run) if drawn else _unseen(run) for drawn, run in runs(part))
    return call("url", joined(pieces))


def _unseen(character: str) -> Code:
    return call("unseen", literal(f"{ord(character):04X}"))


def unseen(words: str) -> Code:
    """Write characters by their numbers."""
    return joined(map(_unseen, words))
