"""Where lines of code are broken that are too long for a page."""

import re

import pytest

from quintain.courseware.typst.listings import difference, listing
from quintain.courseware.typst.source import Code

COLUMNS = 88
LETTER_OR_QUOTE = re.compile(r"\w\w|[\"'][\"']")


def pieces_of(source: Code) -> list[str]:
    """Return the lines of a listing as they are set, without numbers."""
    pieces: list[str] = []
    for words in re.findall(r'"((?:[^"\\]|\\.)*)"', source):
        if "\u00a0" in words:
            pieces.append("")
        elif pieces:
            pieces[-1] += words.replace('\\"', '"')
    return pieces


def size_of(source: Code) -> float:
    """Return the size of the type in points."""
    (found,) = re.findall(r"size: ([0-9.]+)pt", source)
    return float(found)


@pytest.mark.parametrize("width", [89, 95, 103])
def test_code_a_little_too_wide_is_set_smaller(width: int) -> None:
    """No line is broken, and the line as wide as the page allows keeps the type of all others."""
    line = "x = " + "a" * (width - 4)
    source = listing(f"{line}\ny = 1", "python", COLUMNS)
    assert pieces_of(source) == [line, "y = 1"]
    assert 6.6 <= size_of(source) < 7.7
    assert size_of(source) * (width + 7) <= 7.7 * (COLUMNS + 7) + 0.1
    assert size_of(difference("", line, "a.py", COLUMNS)) == size_of(source)
    assert size_of(listing("a" * 88, "python", COLUMNS)) == 7.7


@pytest.mark.parametrize(
    "line",
    [
        "        return [number for number, letter in enumerate(all_of) if word in outbox_at(number).contents.text]",
        '    """Return the numbers of the letters with this PIN in whose printed text a word is, and who wrote."""',
        "        if hmac.compare_digest(pins[number].encode(), pin.encode()) and not locked(number, pin.encode())):",
        "    message = f\"{first.name_of_the_sender}: {second.name_of_the_receiver} {third!r}\" + other.get('a', 'b')",
        "ADDRESS = 'https://example.org/a-long-path/of-many-parts/without-any-space/in-it/and-one-more/index.html'",
    ],
)
def test_a_line_is_broken_between_words(line: str) -> None:
    """Not within a name, nor between the signs of a quote; what is continued is below the beginning of the line."""
    assert len(line) > 103
    pieces = pieces_of(listing(line, "python", COLUMNS))
    assert len(pieces) == 2
    first, second = pieces
    indent = len(line) - len(line.lstrip())
    assert second.startswith(" " * indent)
    assert (first + second).replace(" ", "") == line.replace(" ", "")
    at = len(first.rstrip())
    assert not LETTER_OR_QUOTE.fullmatch(line[at - 1 : at + 1])
    assert len(second.strip()) > 3


def test_what_has_no_place_to_break_is_broken_anywhere() -> None:
    """A long word fills its lines, and nothing of it is lost."""
    for line in ("x" * 300, " " * 120 + "y" * 200, "\u202e" * 60):
        pieces = pieces_of(listing(line, "nothing", COLUMNS))
        assert len(pieces) > 2
        assert "".join(each.strip() for each in pieces).count(line.strip()[:1]) in {len(line.strip()), 0}
