"""What does not fit is refused, and not cut."""

import pytest
from helpers import budgets, letters, stock_up

from quintain.judge import Raised


def test_other_shelves_are_refused(box, canary, rng):
    """There is no shelf below 0 or above 255, for keepers as well."""
    for name, key in [("ada", canary.ada_key), ("keeper", canary.keeper_key)]:
        stock_up(box, canary, name, 1_000_000)
        before = budgets(box, canary)
        for shelf in [256, 259, -1, -256, rng.randrange(257, 2**20), 2**32 + 3, -(2**64) + 3]:
            with pytest.raises(Raised):
                box.call("warehouse:order", key, [[shelf, 1, "a"]])
            with pytest.raises(Raised):
                box.call("warehouse:order", key, [[3, 1, "a"], [shelf, 1, "b"]])
        assert budgets(box, canary) == before


def test_too_many_pieces_are_refused(box, canary, rng):
    """A number of pieces or cents that does not fit into the slip is refused, whatever the budget is."""
    stock_up(box, canary, "kit", 2**40)
    before = budgets(box, canary)
    for pieces in [2**32 + 1, 2**32 + rng.randrange(2, 9_000), 2**64 + 3, 17_179_870, 2**31]:
        with pytest.raises(Raised):
            box.call("warehouse:order", canary.kit_key, [[3, pieces, "a"]])
    with pytest.raises(Raised):
        box.call("warehouse:order", canary.kit_key, [[7, 22_618, "a"]])
    assert budgets(box, canary) == before


def test_too_many_bytes_are_refused(box, canary, rng):
    """A label of more than 255 bytes is refused, even if it has fewer than 200 characters."""
    stock_up(box, canary, "ada", 10_000)
    before = budgets(box, canary)
    for label in [
        letters(rng, 128, "äöüß"),
        letters(rng, 86, "水木火土"),
        letters(rng, 64, "🦀🧰"),
        letters(rng, 200, "水木"),
        letters(rng, 144) + letters(rng, 56, "äöü"),
    ]:
        with pytest.raises(Raised):
            box.call("warehouse:order", canary.ada_key, [[3, 1, label]])
    assert budgets(box, canary) == before
