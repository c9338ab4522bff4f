"""What members pay, and what they get for it."""

import pytest
from helpers import PRICES, balances, cost

from quintain.judge import Raised


def test_order_costs_price_times_pieces(box, canary, rng):
    """An order costs the price times the number of pieces, and brings the code of each reward."""
    before = box.call("club:balance", canary.lena_card)
    lines = [["towel", rng.randrange(1, 6)], ["bottle", rng.randrange(1, 6)]]
    codes = {"towel": canary.towel, "bottle": canary.bottle}
    expected = [{"reward": reward, "pieces": count, "code": codes[reward]} for reward, count in lines]
    assert box.call("club:order", canary.lena_card, lines) == expected
    assert before - box.call("club:balance", canary.lena_card) == cost(lines)


def test_reward_in_several_lines(box, canary, rng):
    """A reward may be in several lines of an order; each line is paid."""
    before = box.call("club:balance", canary.northwind_card)
    lines = [["bottle", rng.randrange(1, 9)], ["gym bag", rng.randrange(1, 9)], ["bottle", rng.randrange(1, 9)]]
    box.call("club:order", canary.northwind_card, lines)
    assert before - box.call("club:balance", canary.northwind_card) == cost(lines)


def test_large_order_of_a_company(box, canary, rng):
    """A company that has the points orders millions of pieces, and pays exactly."""
    before = box.call("club:balance", canary.northwind_card)
    lines = [["bottle", rng.randrange(3_000_000, 4_000_000)], ["e-bike", rng.randrange(20, 40)]]
    assert cost(lines) > 460_000_000
    answer = box.call("club:order", canary.northwind_card, lines)
    assert [line["pieces"] for line in answer] == [count for _, count in lines]
    assert before - box.call("club:balance", canary.northwind_card) == cost(lines)


def test_nearly_everything_spent(box, canary, rng):
    """A company may spend nearly all of two thousand million points on one reward, and pays for every piece."""
    before = box.call("club:balance", canary.southwind_card)
    count = before // PRICES["bottle"] - rng.randrange(1_000)
    box.call("club:order", canary.southwind_card, [["bottle", count]])
    assert before - box.call("club:balance", canary.southwind_card) == count * PRICES["bottle"]


def test_order_with_many_lines(box, canary, rng):
    """An order may have hundreds of lines."""
    before = box.call("club:balance", canary.northwind_card)
    lines = [[rng.choice(["bottle", "towel"]), rng.randrange(1, 4)] for _ in range(600)]
    assert len(box.call("club:order", canary.northwind_card, lines)) == 600
    assert before - box.call("club:balance", canary.northwind_card) == cost(lines)


def test_last_point_can_be_spent(box, canary):
    """A member may spend everything, and not one point more."""
    box.call("club:give", canary.northwind_card, [["sam", 120 * 3 - 35]])
    with pytest.raises(Raised):
        box.call("club:order", canary.sam_card, [["bottle", 2], ["bottle", 2]])
    with pytest.raises(Raised):
        box.call("club:order", canary.sam_card, [["towel", 1], ["bottle", 1]])
    assert box.call("club:balance", canary.sam_card) == 360
    box.call("club:order", canary.sam_card, [["bottle", 3]])
    assert box.call("club:balance", canary.sam_card) == 0
    with pytest.raises(Raised):
        box.call("club:order", canary.sam_card, [["bottle", 1]])
    assert box.call("club:balance", canary.sam_card) == 0
    box.call("club:give", canary.northwind_card, [["sam", 35]])


def test_expensive_order_changes_nothing(box, canary, rng):
    """An order that a member cannot pay is refused, and no balance changes."""
    before = balances(box, canary)
    for lines in [[["e-bike", 1]], [["e-bike", 400]], [["bottle", 1], ["e-bike", rng.randrange(2, 300)]]]:
        with pytest.raises(Raised):
            box.call("club:order", canary.imke_card, lines)
        assert balances(box, canary) == before


def test_no_pieces_are_refused(box, canary, rng):
    """Zero pieces and fewer are refused, in every line."""
    before = balances(box, canary)
    for count in [0, -1, -rng.randrange(2, 400)]:
        for lines in [[["bottle", count]], [["e-bike", 1], ["bottle", count]], [["bottle", count], ["towel", 2]]]:
            with pytest.raises(Raised):
                box.call("club:order", canary.northwind_card, lines)
    assert balances(box, canary) == before


def test_prices_are_as_they_were(box, canary):
    """Each reward costs what the price list says."""
    for reward, price in PRICES.items():
        before = box.call("club:balance", canary.northwind_card)
        box.call("club:order", canary.northwind_card, [[reward, 1]])
        assert before - box.call("club:balance", canary.northwind_card) == price
