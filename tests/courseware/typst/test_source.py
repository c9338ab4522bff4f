"""Texts as Typst source: whatever a text says, it stays a text."""

import random
import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quintain.courseware.typst import source
from quintain.courseware.typst.compiling import compile_pdf
from quintain.courseware.typst.glyphs import has_glyph
from quintain.courseware.typst.listings import difference, listing, plain
from tests.courseware.pdf import text_of

HOSTILE = (
    '"); #read("/etc/passwd")',
    '#import "@preview/cetz:0.1.0"',
    '\\"; panic("x"); "',
    "#{while true {}}",
    "</text><script>",
    "$ sum $ @label <label> `raw` // no comment */",
    "\\u{41} \\n \\",
    "/*",
    "}}}}",
    "]",
    "a\u202eb\u2066c\u200bd\ufeff",
    "\x00\x07\x1b[31m",
    "\uff46\uff55\uff4c\uff4c \u6f22 \U0001f600 \U0010ffff \ud7ff",
    "'\u2019 -- --- ... ~ *b* _i_ = h\n- item\n+ item\n/ t: d",
)
ALPHABET = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def read(literal: str) -> str:
    """Read a string literal as Typst does."""
    assert re.fullmatch(r'"(?:[^"\\]|\\.)*"', literal, re.DOTALL), literal
    escapes = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
    return re.sub(
        r"\\(?:u\{([0-9a-f]+)\}|(.))",
        lambda match: chr(int(match[1], 16)) if match[1] else escapes[match[2]],
        literal[1:-1],
        flags=re.DOTALL,
    )


@given(ALPHABET)
def test_a_literal_is_the_text(words: str) -> None:
    """No text ends its literal early, and none is changed."""
    assert read(source.literal(words)) == words


@given(ALPHABET | st.sampled_from(HOSTILE))
def test_text_is_literals_and_calls_of_ours_alone(words: str) -> None:
    """Without the literals, nothing is left that a text could have brought."""
    for code in (source.text(words), source.mono(words), source.address(words), plain(words)):
        left = re.sub(r'"(?:[^"\\]|\\.)*"', "", code, flags=re.DOTALL)
        assert set(re.findall(r"[^\s(){}\[\],:]+", left)) <= {"c", "joint", "unseen", "url"}


def test_hostile_texts_come_back_from_the_pdf() -> None:
    """What was written is what the finished document says; what no font draws is there by its number."""
    assert texts_differ(HOSTILE) == []


@pytest.mark.exhaustive
def test_many_hostile_texts_come_back() -> None:
    """The same of 3,000 texts, drawn by chance from hostile pieces."""
    chance = random.Random(7)  # noqa: S311  to be repeated
    pieces = [*HOSTILE, *string.printable, "é", "ﬁ", "→", " " * 3, "\t"]
    many = ["".join(chance.choices(pieces, k=chance.randint(1, 8)))[:200] for _ in range(3000)]
    assert texts_differ(many) == []


@settings(max_examples=5, deadline=None)
@given(st.lists(ALPHABET, min_size=20, max_size=20))
def test_any_texts_come_back(texts: list[str]) -> None:
    """Texts of any characters, through the real compiler."""
    assert texts_differ(texts) == []


def test_code_comes_back_line_by_line() -> None:
    """Listings and differences show every line, long ones in pieces, whatever is in them."""
    words = "\n".join([*(each.replace("\n", " ").replace("\r", " ") for each in HOSTILE), "x = '" + "ab" * 150 + "'"])
    parts = [listing(words, language, 88, name="a.py") for language in ("python", "html", "nothing")]
    parts.append(difference("", words, "b.py", 88))
    said = dense(text_of(compile_pdf({"main.typ": document(source.joined(parts))})))
    for line in words.split("\n")[:-1]:
        assert len(re.findall(re.escape(dense(shown(line))), re.sub(r"→|(?<=\d)\+", "", said))) >= 1 or len(line) > 60
    assert said.count("ababab") > 4


def texts_differ(texts: list[str] | tuple[str, ...]) -> list[tuple[str, str]]:
    """Set texts, and return those of which the document says something else, each with what it says."""
    marks = [f"q{index}q" for index in range(len(texts) + 1)]
    parts = [
        part
        for mark, words in zip(marks, texts, strict=False)
        for part in (source.call("prose", source.text(mark)), source.call("prose", source.text(words)))
    ]
    parts.append(source.call("prose", source.text(marks[-1])))
    said = text_of(compile_pdf({"main.typ": document(source.joined(parts))}))
    wrong = []
    for mark, after, words in zip(marks, marks[1:], texts, strict=False):
        found = said.partition(mark)[2].partition(after)[0]
        if dense(found) != dense(shown(words)):
            wrong.append((words, found))
    return wrong


def document(code: source.Code) -> str:
    return (
        f'#import "/template.typ": *\n#show: book.with(name: "Test", paper: "a4")\n#heading(level: 1, "T")\n#{code}\n'
    )


def shown(words: str) -> str:
    """Return a text as it is seen: what cannot be drawn by its number."""
    return "".join(
        each if each in "\n\r\t" or has_glyph(each) else f"U+{ord(each):04X}"
        for each in re.sub(r"[ \t\r\n]+", " ", words)
    )


def dense(words: str) -> str:
    """Leave out what a line break adds or takes away."""
    return re.sub(r"[\s\u00ad-]+", "", words)
