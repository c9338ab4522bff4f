"""A letter is shown and printed as it was written."""

import pytest
from helpers import letter, new_pin, word, write

from quintain.judge import Raised


def both(box, number, pin):
    """Return a letter as it is shown and as it is printed; they are the same."""
    shown = box.call("desk:read", number, pin)
    assert box.call("desk:collect", number, pin) == shown
    return shown


def test_letter_is_shown_and_printed(box, rng):
    """A letter is shown and printed with its address and its text."""
    for _ in range(3):
        pin = new_pin(rng)
        [(number, written)] = write(box, rng, pin).items()
        assert both(box, number, pin) == written


def test_letters_of_all_kinds(box, rng):
    """Umlauts, quotes, percent signs, other scripts and empty fields."""
    pin = new_pin(rng)
    for odd in ["Zoë O'Neill", "\u201cno\u201d, 50 % {0} \\n %s", "Łukasz\nŻółć 漢字 😀", ""]:
        sent = {"address": f"{odd}{word(rng)}" if odd else "", "text": f"{odd}\n{word(rng)}  " if odd else ""}
        number = box.call("desk:write", sent["address"], sent["text"], pin)
        assert both(box, number, pin) == sent


def test_longest_fields(box, rng):
    """439 bytes of an address and 479 bytes of a text fit; one byte more is refused."""
    pin, full = new_pin(rng), {"address": word(rng, 439, 439), "text": word(rng, 1, 1) + "ü" * 239}
    number = box.call("desk:write", full["address"], full["text"], pin)
    assert both(box, number, pin) == full
    for address, text in [(full["address"] + "x", "short"), ("short", full["text"] + "x"), ("ü" * 220, "short")]:
        with pytest.raises(Raised):
            box.call("desk:write", address, text, pin)
    number = box.call("desk:write", full["address"], full["text"], pin)
    assert both(box, number, pin) == full


def test_text_is_changed(box, rng):
    """A change replaces the text, as often as its owner wants, and keeps the address."""
    pin = new_pin(rng)
    [(number, written)] = write(box, rng, pin).items()
    for text in [letter(rng)["text"], "", letter(rng)["text"], word(rng, 479, 479)]:
        box.call("desk:change", number, text, pin)
        assert both(box, number, pin) == written | {"text": text}


def test_only_the_pin_opens_a_letter(box, canary, rng):
    """Nobody reads, changes or collects a letter without its PIN."""
    number = box.call("desk:office_letter")
    for pin in [new_pin(rng), "", canary.office_pin[:-1]]:
        for target, extra in [("desk:read", []), ("desk:collect", []), ("desk:change", ["mine now"])]:
            with pytest.raises(Raised):
                box.call(target, number, *extra, pin)
    assert canary.code in both(box, number, canary.office_pin)["text"]
    assert canary.account in both(box, number, canary.office_pin)["address"]
