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


def test_full_width_marks_on_a_card_are_marks(box):
    """A card with full-width < and > shows < and >."""
    assert box.call("members:card", "maria", "１ ＜ ２").replace("&#60;", "&lt;").endswith("1 &lt; 2</li>")
