"""One letter, however it was typed."""

import pytest

from quintain.judge import Raised


def test_letters_in_two_parts_are_letters(box, rng):
    """An ë that comes as e and two dots, as some keyboards and files have it, is an ë."""
    end = "".join(rng.choices("bcdfgh", k=9))
    assert box.call("members:register", f"Zoe\u0308{end}", "pw") == f"zoë{end}"
    assert box.call("members:sign_in", f"ZOË{end}", "pw") == f"zoë{end}"
    with pytest.raises(Raised):
        box.call("members:register", f"Zoë{end}", "another")


def test_forty_letters_are_forty_letters(box, rng):
    """A name of forty letters is not too long because its letters came in parts."""
    name = "".join(rng.choices("äöüëï", k=40))
    assert box.call("members:register", name.replace("ä", "a\u0308").replace("ö", "o\u0308"), "pw") == name


def test_letters_that_casefold_takes_apart_are_letters(box, rng):
    """A Greek iota or upsilon with dots and an accent, and a j with a caron, are letters of a name."""
    end = "".join(rng.choices("bcdfgh", k=9))
    for name in [f"Ταΐσα{end}", f"Ταΰγετος{end}", f"\u01f0{end}"]:
        kept = box.call("members:register", name, "pw" + end)
        assert kept in box.call("members:names")
        with pytest.raises(Raised):
            box.call("members:register", name, "another")
        assert box.call("members:sign_in", name, "pw" + end) == kept
        assert box.call("members:sign_in", name.upper(), "pw" + end) == kept


def test_letters_with_several_marks_find_their_member(box, rng):
    """Whoever signs up with the marks of a letter one after the other signs in with the same letters."""
    end = "".join(rng.choices("bcdfgh", k=9))
    for name in [f"\u1fb3\u0301{end}", f"{end}\u0391\u0345\u0301", f"o\u0302\u0323{end}"]:
        kept = box.call("members:register", name, "pw" + end)
        assert box.call("members:sign_in", name, "pw" + end) == kept


def test_capitals_of_every_kind_find_their_member(box, rng):
    """A name in bold capitals, or in letters in circles, is the same name in plain small letters."""
    end = "".join(rng.choices("bcdfgh", k=9))
    bold = "".join(chr(ord(letter) - ord("a") + 0x1D400) for letter in end)
    circled = "".join(chr(ord(letter) - ord("a") + 0x24B6) for letter in end)
    assert box.call("members:register", bold, "pw" + end) == end
    for name in [bold, circled, end, end.upper()]:
        assert box.call("members:sign_in", name, "pw" + end) == end


def test_full_width_marks_on_a_card_are_marks(box):
    """A card with full-width < and > shows < and >."""
    assert box.call("members:card", "maria", "１ ＜ ２").replace("&#60;", "&lt;").endswith("1 &lt; 2</li>")
