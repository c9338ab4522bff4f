"""What is on the labels of the boxes."""

import pytest
from helpers import budgets, letters, stock_up

from quintain.judge import Raised


def test_labels_of_all_kinds(box, canary, rng):
    """Labels are in any script, with quotes, newlines and zero bytes, and may be empty."""
    stock_up(box, canary, "ada", 10_000)
    for label in [
        "",
        "Zoë's & Łukasz' box",
        "ねじ 水 " + letters(rng, 4),
        "line 1\nline 2",
        "a\x00b",
        "🦀🧰",
        "%s {0} \\n",
    ]:
        boxes = box.call("warehouse:order", canary.ada_key, [[3, 1, label], [4, 2, "next"]])
        assert [(found["label"], found["shelf"], found["pieces"]) for found in boxes] == [(label, 3, 1), ("next", 4, 2)]


def test_long_labels(box, canary, rng):
    """A label has up to 200 characters and up to 255 bytes."""
    stock_up(box, canary, "ada", 10_000)
    for label in [letters(rng, 200), letters(rng, 199), letters(rng, 127, "äöüß") + "x", letters(rng, 85, "水木火土")]:
        boxes = box.call("warehouse:order", canary.ada_key, [[3, 1, label], [4, 2, "next"]])
        assert [(found["label"], found["shelf"]) for found in boxes] == [(label, 3), ("next", 4)]
    mixed = letters(rng, 145) + letters(rng, 55, "äöü")
    assert box.call("warehouse:order", canary.ada_key, [[3, 1, mixed]])[0]["label"] == mixed


def test_too_many_characters(box, canary, rng):
    """A label of more than 200 characters is refused."""
    stock_up(box, canary, "ada", 10_000)
    before = budgets(box, canary)
    for count in [201, 255, 256, 257, rng.randrange(300, 5_000), 65_536]:
        with pytest.raises(Raised):
            box.call("warehouse:order", canary.ada_key, [[3, 1, letters(rng, count)]])
    assert budgets(box, canary) == before
