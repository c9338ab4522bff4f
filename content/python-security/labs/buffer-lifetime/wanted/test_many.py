"""Letters stay as they were written, whatever is written after them."""

import pytest
from helpers import letter, new_pin, word, write

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


def test_refused_change_keeps_the_text(box, rng):
    """A change that is refused changes nothing."""
    pin = new_pin(rng)
    written = write(box, rng, pin, 2)
    for number in written:
        with pytest.raises(Raised):
            box.call("desk:change", number, word(rng, 480, 480), pin)
    written |= write(box, rng, pin, 3)
    agree(box, written, pin)
