"""Control characters, numbers and near misses of patterns do what they are drawn for, in the standard library."""

import json
import math
import random
import re
import unicodedata
from email.parser import Parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.payloads import controls, numbers, patterns

seeds = st.integers(0, 2**63)


@pytest.mark.parametrize("ends", [controls.NEWLINES, controls.SEPARATORS])
def test_record_begins_a_line(ends: dict[str, str]) -> None:
    """For whoever splits lines as Python does."""
    for name, payload in controls.lines(random.Random(1), "10:00 admin signed in", ends=ends, many=None).items():
        assert "10:00 admin signed in" in f"12:00 {payload} failed".replace(" failed", "\n failed").splitlines(), name


def test_header_brings_another() -> None:
    """For a parser of headers."""
    for name, payload in controls.headers(random.Random(1), "Set-Cookie", "a=b", many=None).items():
        read = Parser().parsestr(f"Location: {payload}\r\nServer: s\r\n\r\n")
        assert read["set-cookie"] == "a=b", name


def test_terminal_is_told_to_act() -> None:
    """Every sequence holds a character that is no letter, and the text behind it."""
    for payload in controls.screens(random.Random(1), "text", many=None).values():
        assert payload.endswith("text")
        assert any(unicodedata.category(letter) == "Cc" for letter in payload)


def test_character_is_not_seen() -> None:
    """Two texts that look alike are not equal; what is between is of the class that formats."""
    for name, payload in controls.unseen(random.Random(1), "admin", many=None).items():
        (mark,) = set(payload) - set("admin")
        assert unicodedata.category(mark) == "Cf", name


@given(seed=seeds, number=st.integers(0, 10**6))
def test_number_is_read_and_not_spelt_so(seed: int, number: int) -> None:
    """For int, by any of its digits and signs."""
    for name, text in numbers.spellings(random.Random(seed), number, many=None).items():
        assert int(text) == number, name
        assert not re.fullmatch(r"[1-9][0-9]*|0", text), name
        assert not re.fullmatch(r"0|[1-9][0-9]*", text, re.ASCII), name
    for name, text in numbers.floats(random.Random(seed), number, many=None).items():
        assert float(text) == number, name
    for name, text in numbers.negatives(random.Random(seed), number + 1, many=None).items():
        assert float(text) < 0, name


def test_no_number_is_finite() -> None:
    """And a text of JSON that says the same is read by Python."""
    for name, text in numbers.no_numbers(random.Random(1), many=None).items():
        assert not math.isfinite(float(text)), name


def test_value_of_json_is_no_integer() -> None:
    """Each comes through JSON as it is, and none is exactly an int."""
    for name, value in numbers.not_integers(random.Random(1), 1, many=None).items():
        assert type(json.loads(json.dumps(value))) is not int, name


def test_text_around_passes_a_loose_pattern() -> None:
    """match, $, search or re.M let each of them through; fullmatch never does."""
    for places, loose in [
        (patterns.BEHIND, re.compile(r"[a-z]+")),
        (patterns.BEFORE, re.compile(r"[a-z]+$")),
    ]:
        for name, text in patterns.around(random.Random(1), "good", "<!>", places=places, many=None).items():
            assert loose.search(text), name
            assert not re.fullmatch(r"[a-z]+", text), name
    behind = patterns.around(random.Random(1), "good", "<!>", places=patterns.BEHIND, many=None)
    assert re.match(r"[a-z]+$", behind["newline"])
    assert re.match(r"[a-z]+$", behind["newline and more"], re.MULTILINE)


def test_dot_takes_any_character() -> None:
    """An unescaped dot does, an escaped one does not."""
    for name, text in patterns.dots(random.Random(1), "reports.lab.test", many=None).items():
        assert re.fullmatch("reports.lab.test", text), name
        assert not re.fullmatch(r"reports\.lab\.test", text), name


def test_class_holds_more_than_ascii() -> None:
    r"""``\w`` does, and ``[a-z0-9]`` does not."""
    for name, text in patterns.classes(random.Random(1), "report7", many=None).items():
        assert re.fullmatch(r"\w+", text), name
        assert not re.fullmatch(r"[a-z0-9]+", text), name


def test_case_is_ignored() -> None:
    """With the flag alone, beyond ASCII too."""
    for name, text in patterns.cases(random.Random(1), "keys", many=None).items():
        assert re.fullmatch("keys", text, re.IGNORECASE), name
        assert not re.fullmatch("keys", text), name


def test_text_grows() -> None:
    """By a piece at a time, with an end that no pattern expects."""
    for name, make in patterns.growing(random.Random(1), start="<", many=None).items():
        assert len(make(9)) - len(make(8)) == len(make(8)) - len(make(7)) > 0, name
        assert make(0).startswith("<"), name
