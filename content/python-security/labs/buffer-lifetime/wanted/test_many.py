"""Letters stay as they were written, whatever is written after them."""

import pytest
from helpers import change_many, letter, new_pin, word, write, write_many

from quintain.judge import Raised


def agree(box, written, pin):
    """Check that all letters are shown and printed as they were written."""
    for number, expected in written.items():
        assert box.call("desk:read", number, pin) == expected
        assert box.call("desk:collect", number, pin) == expected


def test_letters_stay(box, rng):
    """Forty letters stay as they were written."""
    pin = new_pin(rng)
    written = write(box, rng, pin, 40)
    assert sorted(written) == list(range(min(written), min(written) + 40))
    agree(box, written, pin)


def test_changes_stay(box, rng):
    """Changed letters stay as they were changed, among more than sixteen others."""
    pin = new_pin(rng)
    written = write(box, rng, pin, 20)
    for number in rng.sample(sorted(written), k=8):
        written[number]["text"] = letter(rng)["text"]
        box.call("desk:change", number, written[number]["text"], pin)
    agree(box, written, pin)


def test_thousands_stay(box, rng):
    """The first letters stay as they were written, or changed, with thousands of letters behind them."""
    pin = new_pin(rng)
    written = write_many(box, rng, pin, 3_000)
    some = sorted(written)[:5] + rng.sample(sorted(written), k=5)
    agree(box, {number: written[number] for number in some}, pin)
    change_many(box, rng, pin, written)
    agree(box, {number: written[number] for number in some}, pin)


def test_refused_change_keeps_the_text(box, rng):
    """A change that is refused changes nothing."""
    pin = new_pin(rng)
    written = write(box, rng, pin, 2)
    for number in written:
        with pytest.raises(Raised):
            box.call("desk:change", number, word(rng, 480, 480), pin)
    written |= write(box, rng, pin, 3)
    agree(box, written, pin)
