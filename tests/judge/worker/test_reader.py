"""The reader: what it finds in a submission, and that no source can harm it."""

import ast
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quintain.judge.worker.reader import (
    MOST_OF_A_KIND,
    MOST_REPETITIONS,
    Samples,
    is_harmless,
    matching,
    read_samples,
)

SOURCE = '''
"""A docstring that nobody needs to send."""

import re

from functools import lru_cache

CODE = re.compile(r"[A-Z]{2}-[0-9]{3}")


@lru_cache(maxsize=128)
def role(request):
    """Nor this one."""
    if request.headers["X-Debug"] == "on" or "admin" in request.args:
        return request.cookies.get("role")
    name, rest = request.form["name"].split(":", 1)
    return len(rest) > 40 and f"{name}/anna" or rest[:-7] == b"bytes"
'''


def test_what_a_submission_looks_for_is_found() -> None:
    """Strings, numbers with their neighbours, texts of such lengths, names, patterns and separators."""
    found = read_samples([SOURCE])
    assert {"on", "/anna", "bytes", "admin", ":", "a" * 40, "a" * 41, "a" * 127, "128"} <= set(found.texts)
    assert {39, 40, 41, 127, 128, 129, -7} <= set(found.numbers)
    assert set(found.names) == {"X-Debug", "admin", "role", "name"}
    assert found.patterns == ("[A-Z]{2}-[0-9]{3}",)
    assert set(found.separators) == {":"}
    assert not any("docstring" in text or "Nor" in text for text in found.texts)


@pytest.mark.parametrize(
    "source",
    [
        "def f(:",
        "x = " + "(" * 5000 + ")" * 5000,
        "x = " + "-" * 100_000 + "1",
        "x = " + "[" * 90 + "]" * 90 + "\0",
        "x = 1" + "+1" * 60_000,
        "#" * 300_000,
        "x = 1\n" + "if x:\n" * 200,
        "x = " + ".a" * 100_000,
    ],
)
def test_hostile_source_suggests_nothing_and_takes_no_time(source: str) -> None:
    """Deep, long, or no Python."""
    start = time.process_time()
    assert len(read_samples([source, "y = 'still read'"]).texts) >= 1
    assert time.process_time() - start < 5


def test_much_is_cut_to_little() -> None:
    """Thousands of constants, endless numbers and long strings make no pool that cannot be drawn from."""
    source = "\n".join(f"x = 'text {number}'; y = {number}" for number in range(5000))
    found = read_samples([source, f"z = '{'long' * 1000}'", "n = 0x" + "f" * 10_000])
    assert max(len(found.texts), len(found.numbers), len(found.names)) <= MOST_OF_A_KIND
    assert max(map(len, found.texts)) <= MOST_REPETITIONS


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(?=a)b",
        r"(a)\1",
        "a{100000}",
        "(",
        "[",
        "x" * 500,
        "(" * 5000,
        "(?P<a>b)(?P=a)",
        "(a*)*b",
        "((a|b)+){9}",
    ],
)
def test_pattern_that_may_take_long_is_left_out(pattern: str) -> None:
    """Nobody can hold up the search by a pattern."""
    assert not is_harmless(pattern)
    assert read_samples([f"import re\nre.compile({pattern!r})"]).patterns == ()


@settings(max_examples=60, deadline=None)
@given(text=matching("[A-Z]{2}-[0-9]{3}"))
def test_samples_of_a_pattern_match_it_nearly(text: str) -> None:
    """Without its first or last character, with one more, or in the other case."""
    near = [text, text[1:], text[:-1], text.swapcase()]
    assert re.search("[A-Z]{2}-[0-9]{2}", "\n".join(near))


@settings(max_examples=200, deadline=None)
@given(source=st.text(max_size=300))
def test_any_text_is_read(source: str) -> None:
    """Whatever it is, there are samples, or none."""
    assert isinstance(read_samples([source]), Samples)


@settings(max_examples=200, deadline=None)
@given(values=st.lists(st.one_of(st.text(max_size=20), st.integers(), st.binary(max_size=20), st.none()), max_size=12))
def test_every_short_string_of_a_program_is_found(values: list[object]) -> None:
    """However it is written, and between whatever it is."""
    source = f"x = f({values!r})"
    ast.parse(source)
    found = read_samples([source])
    assert {value for value in values if isinstance(value, str)} <= set(found.texts)
    small = {value for value in values if type(value) is int and abs(value) < 2**60}
    assert small <= set(found.numbers)
