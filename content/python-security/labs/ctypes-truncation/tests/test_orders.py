"""What members order, what they pay, and what the robot brings."""

import pytest
from helpers import JO, budgets, cost, letters, stock_up

from quintain.judge import Raised


def test_order_is_paid_and_brought(box, canary, rng):
    """An order costs price times pieces, and the robot brings a box for each line."""
    stock_up(box, canary, "ada", 600_000)
    before = budgets(box, canary)
    lines = [[rng.choice([1, 7, 12, 200]), rng.randrange(1, 3), letters(rng, 9)] for _ in range(3)]
    boxes = box.call("warehouse:order", canary.ada_key, lines)
    codes = {7: canary.laptop, 12: canary.drill}
    assert boxes == [
        {"label": label, "shelf": shelf, "pieces": pieces, "code": codes.get(shelf, "parts")}
        for shelf, pieces, label in lines
    ]
    assert budgets(box, canary) == {**before, "ada": before["ada"] - cost(lines)}


def test_every_shelf(box, canary, rng):
    """There are shelves from 1 to 255, and each of them can be reached."""
    stock_up(box, canary, "ada", 1_000_000)
    lines = [[shelf, 1, letters(rng, 3)] for shelf in range(1, 256)]
    boxes = box.call("warehouse:order", canary.ada_key, lines)
    assert [found["shelf"] for found in boxes] == list(range(1, 256))
    assert [found["label"] for found in boxes] == [label for _, _, label in lines]


def test_large_order(box, canary, rng):
    """An account that can pay it orders tens of thousands of pieces."""
    lines = [[3, rng.randrange(60_000, 80_000), "nuts"], [4, rng.randrange(250, 70_000), "bolts"], [5, 256, "nails"]]
    stock_up(box, canary, "ada", cost(lines))
    before = box.call("warehouse:budget", canary.ada_key)
    boxes = box.call("warehouse:order", canary.ada_key, lines)
    assert [found["pieces"] for found in boxes] == [pieces for _, pieces, _ in lines]
    assert before - box.call("warehouse:budget", canary.ada_key) == cost(lines)


def test_nearly_all_cents_of_a_slip(box, canary, rng):
    """One line may cost more than 42 million euros, if the budget has as much."""
    lines = [[7, 22_500 + rng.randrange(117), "all of it"]]
    stock_up(box, canary, "kit", cost(lines))
    before = box.call("warehouse:budget", canary.kit_key)
    box.call("warehouse:order", canary.kit_key, lines)
    assert before - box.call("warehouse:budget", canary.kit_key) == cost(lines)


def test_budget(box, canary, rng):
    """What the budget cannot pay is refused as a whole, and nothing is subtracted."""
    before = budgets(box, canary)
    for lines in [
        [[7, 1, "a"]],
        [[3, 1, "a"], [7, 1, "b"]],
        [[3, rng.randrange(9, 10_000), "a"]],
        [[3, 4, "a"], [3, 5, "b"]],
    ]:
        with pytest.raises(Raised):
            box.call("warehouse:order", JO, lines)
        assert budgets(box, canary) == before
    box.call("warehouse:order", JO, [[3, 8, "all"]])
    assert box.call("warehouse:budget", JO) == 0
    with pytest.raises(Raised):
        box.call("warehouse:order", JO, [[3, 1, "a"]])
    box.call("warehouse:grant", canary.keeper_key, JO, 2_000)


def test_keepers_shelf(box, canary, rng):
    """Shelf 0 is for keepers, in every line of an order."""
    stock_up(box, canary, "ada", 10_000)
    stock_up(box, canary, "keeper", 10_000)
    before = budgets(box, canary)
    for lines in [[[0, 1, "a"]], [[3, 1, "a"], [0, 1, "b"]], [[0, rng.randrange(1, 9), "a"], [3, 1, "b"]]]:
        with pytest.raises(Raised):
            box.call("warehouse:order", canary.ada_key, lines)
    assert budgets(box, canary) == before
    boxes = box.call("warehouse:order", canary.keeper_key, [[3, 1, "a"], [0, 2, "b"]])
    assert [found["code"] for found in boxes] == ["parts", canary.safe]
    assert before["keeper"] - box.call("warehouse:budget", canary.keeper_key) == 750


def test_no_pieces_are_refused(box, canary, rng):
    """Zero pieces and fewer are refused, in every line."""
    stock_up(box, canary, "ada", 10_000)
    before = budgets(box, canary)
    for pieces in [0, -1, -rng.randrange(2, 2**20), -(2**32) + 1]:
        for lines in [[[3, pieces, "a"]], [[3, 1, "a"], [3, pieces, "b"]]]:
            with pytest.raises(Raised):
                box.call("warehouse:order", canary.ada_key, lines)
    assert budgets(box, canary) == before


def test_unknown_key(box, rng):
    """Without the key of an account, nothing is ordered."""
    with pytest.raises(Raised):
        box.call("warehouse:order", str(rng.randrange(10**8, 10**9)), [[3, 1, "a"]])
