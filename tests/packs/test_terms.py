"""Terms of the course in the text of lessons: names, plurals, hyphens, capital letters."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.packs.model.glossary import CourseTerm
from quintain.packs.model.lesson import Prose
from quintain.packs.terms import TermFinder, terms_used
from tests.classroom import LESSON

TERMS = (
    CourseTerm("mac", "MAC", "injection", "A value.", ("message authentication code",)),
    CourseTerm("boundary", "trust boundary", "injection", "A line."),
    CourseTerm("trust", "trust", "injection", "To believe."),
    CourseTerm("salt", "salt", "injection", "Random bytes."),
    CourseTerm("dfd", "data-flow diagram", "injection", "A drawing."),
    CourseTerm("hash", "hash", "injection", "A digest."),
)
FINDER = TermFinder(TERMS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A trust boundary, and trust.", ["trust boundary", "trust"]),
        ("Trust  boundaries are lines.", ["Trust  boundaries"]),
        ("a trust\nboundary", ["trust\nboundary"]),
        ("A mac on a Mac has a MAC, two MACs.", ["MAC", "MACs"]),
        ("Message Authentication Codes", ["Message Authentication Codes"]),
        ("Salts, hashes.", ["Salts", "hashes"]),
        ("salted, saltier, basalt, salt-free, un-salt, salt_2", []),
        ("a data flow diagram, a data-flow diagram", ["data flow diagram", "data-flow diagram"]),
        ("", []),
    ],
)
def test_terms_are_found_by_their_names(text: str, found: list[str]) -> None:
    """The longest name at a place, with plural, at word ends; capitals of a name count."""
    assert [text[each.start : each.end] for each in FINDER.find(text)] == found


@given(st.text(alphabet="trust boundaryMAC-slh\n.éİ", max_size=80))
def test_finds_are_in_order_and_apart(text: str) -> None:
    """Whatever the text: what is drawn in their place can be put together again."""
    ends = [0, *(place for each in FINDER.find(text) for place in (each.start, each.end))]
    assert ends == sorted(ends)
    assert ends[-1] <= len(text)


@pytest.mark.parametrize(
    "markdown",
    ["# A salt", "`salt`", "```\nsalt\n```", "[salt](https://example.org/)", "``a ` salt``", "~~~text\nsalt\n~~~"],
)
def test_headings_code_and_links_use_no_term(markdown: str) -> None:
    """A lesson that has the term there alone does not use it."""
    lesson = replace(LESSON, blocks=(Prose(markdown),))
    assert terms_used(FINDER, lesson) == frozenset()
    assert terms_used(FINDER, replace(LESSON, blocks=(Prose(f"{markdown}\n\nA salt."),))) == {"salt"}
