"""What members give each other."""

import pytest
from helpers import MOST, balances

from quintain.judge import Raised


def test_gifts_move_points(box, canary, rng):
    """A gift takes points from one member, and gives exactly these to others."""
    before = balances(box, canary)
    first, second = rng.randrange(1, 500), rng.randrange(1, 500)
    box.call("club:give", canary.northwind_card, [["lena", first], ["sam", second]])
    expected = {
        **before,
        "lena": before["lena"] + first,
        "sam": before["sam"] + second,
        "northwind": before["northwind"] - first - second,
    }
    assert balances(box, canary) == expected


def test_same_friend_twice(box, canary, rng):
    """A friend may be in the list several times, and gets each amount."""
    before = balances(box, canary)
    amounts = [rng.randrange(1, 90) for _ in range(300)]
    box.call("club:give", canary.northwind_card, [["lena", amount] for amount in amounts])
    after = balances(box, canary)
    assert after["lena"] - before["lena"] == sum(amounts)
    assert before["northwind"] - after["northwind"] == sum(amounts)


def test_large_gift(box, canary, rng):
    """A company may give hundreds of millions, to a single point."""
    before = balances(box, canary)
    amount = rng.randrange(300_000_000, 400_000_000)
    box.call("club:give", canary.northwind_card, [["sam", amount], ["lena", 1]])
    after = balances(box, canary)
    assert (after["sam"] - before["sam"], after["lena"] - before["lena"]) == (amount, 1)
    box.call("club:give", canary.sam_card, [["northwind", amount]])
    assert box.call("club:balance", canary.sam_card) == before["sam"]


def test_everything_can_be_given(box, canary, rng):
    """A member may give everything, and not one point more."""
    start = box.call("club:balance", canary.imke_card)
    for gifts in [
        [["sam", start + 1]],
        [["sam", start], ["lena", 1]],
        [["northwind", start + rng.randrange(1, 99_999)]],
    ]:
        before = balances(box, canary)
        with pytest.raises(Raised):
            box.call("club:give", canary.imke_card, gifts)
        assert balances(box, canary) == before
    box.call("club:give", canary.imke_card, [["northwind", start]])
    assert box.call("club:balance", canary.imke_card) == 0
    box.call("club:give", canary.northwind_card, [["imke", start]])
    assert box.call("club:balance", canary.imke_card) == start


def test_no_gift_of_nothing(box, canary, rng):
    """Zero points and fewer are refused, in every place of the list."""
    before = balances(box, canary)
    for amount in [0, -1, -rng.randrange(2, 400)]:
        for gifts in [[["lena", amount]], [["lena", 500], ["sam", amount]], [["imke", amount], ["lena", 2]]]:
            with pytest.raises(Raised):
                box.call("club:give", canary.northwind_card, gifts)
    assert balances(box, canary) == before


def test_full_account(box, canary, rng):
    """An account holds 2,000,000,000 points. A gift beyond that is refused, and so is an order that costs more."""
    missing = MOST - box.call("club:balance", canary.southwind_card)
    before = balances(box, canary)
    for gifts in [
        [["southwind", missing + 1]],
        [["southwind", missing], ["southwind", 1]],
        [["lena", 5], ["southwind", missing + rng.randrange(2, 90_000)]],
        [["southwind", 1_500_000_000]],
    ]:
        with pytest.raises(Raised):
            box.call("club:give", canary.northwind_card, gifts)
        assert balances(box, canary) == before
    box.call("club:give", canary.northwind_card, [["southwind", missing]])
    assert box.call("club:balance", canary.southwind_card) == MOST
    with pytest.raises(Raised):
        box.call("club:upload", canary.southwind_card, [0, 1, 0, 0, 0, 0, 0])
    with pytest.raises(Raised):
        box.call("club:order", canary.southwind_card, [["e-bike", 401]])
    assert box.call("club:balance", canary.southwind_card) == MOST
    assert box.call("club:week", canary.southwind_card) == [0] * 7
    box.call("club:give", canary.southwind_card, [["northwind", missing]])


def test_board(box, canary, rng):
    """The board shows the members, the richest first, and the sum of all points."""
    box.call("club:give", canary.northwind_card, [["lena", rng.randrange(1, 400)]])
    points = balances(box, canary)
    board = box.call("club:board")
    assert board["total"] == sum(points.values())
    shown = [points[name] for name in board["ranking"]]
    assert sorted(board["ranking"]) == sorted(points)
    assert shown == sorted(shown, reverse=True)
