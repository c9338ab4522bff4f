"""Five ways were measured on one text, and only one of them grows faster than it."""

from itertools import pairwise
from typing import Any

import pytest

from .recording import data_of, script_of


@pytest.fixture(scope="module")
def ways() -> dict[str, Any]:  # as it stands in the file
    return {way["name"]: way for way in data_of("one-text")["ways"]}


def test_the_table_is_that_of_the_data() -> None:
    """The table shows the very times of the bars."""
    assert script_of("one-text")["tables"](data_of("one-text")) == data_of("one-text")["tables"]


def test_the_codes_are_those_of_the_lesson(ways: dict[str, Any]) -> None:
    """What stands beside a bar is the pattern that was run."""
    quoted = script_of("one-text")["quoted"]

    assert [ways[name]["code"] for name in ("written", "rewritten", "possessive", "re2")] == [
        quoted.WRITTEN.pattern,
        quoted.REWRITTEN.pattern,
        quoted.POSSESSIVE.pattern,
        quoted.WRITTEN.pattern,
    ]


def test_the_written_pattern_multiplies(ways: dict[str, Any]) -> None:
    """Four backslashes more cost about seven times the work, and nobody waited for a hundred."""
    measured = [seconds for seconds in ways["written"]["seconds"] if seconds is not None]

    assert all(5 < more / less < 9 for less, more in pairwise(measured[3:]))
    assert measured[-1] > 1
    assert ways["written"]["seconds"][-5:] == [None] * 5


def test_the_other_ways_grow_with_the_text(ways: dict[str, Any]) -> None:
    """A thousand times the text costs far less than a thousand times a thousand, in each of the four."""
    lengths = data_of("one-text")["lengths"]
    short, long = lengths.index(1_000), lengths.index(1_000_000)

    for name in ("rewritten", "possessive", "walk", "re2"):
        assert (name, ways[name]["seconds"][long] / ways[name]["seconds"][short] < 5_000) == (name, True)


@pytest.mark.whole
def test_the_three_ways_of_this_engine_run_again_as_recorded() -> None:
    """Few backslashes already part the pattern as it was written from the others."""
    script = script_of("one-text")
    quoted, text = script["quoted"], script["text_of"](24)
    written, *others = (
        script["cpu_seconds"](reads, text)
        for reads in (quoted.WRITTEN.match, quoted.REWRITTEN.match, quoted.POSSESSIVE.match, quoted.walk)
    )

    assert written > 100 * max(others)
