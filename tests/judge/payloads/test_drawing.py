"""Samples are drawn by the seed alone, differ from each other, and show many choices."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.payloads.drawing import draw

LETTERS = {"": "a", "second": "b", "third": "c"}
DIGITS = {"": "1", "two": "2", "three": "3"}


def test_same_seed_draws_the_same() -> None:
    """A verdict can be repeated."""
    first, second = (draw(random.Random(7), 3, lambda a, b: a + b, LETTERS, DIGITS) for _ in range(2))
    assert list(first.items()) == list(second.items())


@given(st.integers())
def test_few_samples_show_every_choice(seed: int) -> None:
    """Three samples of two dimensions with three choices each leave out none."""
    drawn = "".join(draw(random.Random(seed), 3, lambda a, b: a + b, LETTERS, DIGITS).values())
    assert sorted(drawn) == sorted("abc123")


def test_names_say_what_is_special() -> None:
    """Plain choices are not named, and a sample of plain choices is plain."""
    everything = draw(random.Random(1), None, lambda a, b: a + b, LETTERS, DIGITS)
    assert len(everything) == 9
    assert (everything["plain"], everything["second, three"], everything["two"]) == ("a1", "b3", "a2")


@given(st.integers())
def test_what_does_not_go_together_is_left_out(seed: int) -> None:
    """One sample at least is found, however few there are."""
    drawn = draw(random.Random(seed), 3, lambda a, b: a + b if a + b == "b2" else None, LETTERS, DIGITS)
    assert drawn == {"second, two": "b2"}


def test_nothing_that_goes_together_is_a_mistake() -> None:
    """An attack without a sample would be repelled by nothing."""
    with pytest.raises(ValueError, match="go together"):
        draw(random.Random(1), 3, lambda _a: None, LETTERS)
