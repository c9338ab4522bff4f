"""What a wallet of cents does better."""

import pytest
from helpers import balances, cents, fresh, typed

from quintain.judge import Raised


def test_parts_that_are_not_equal(box, canary, rng):
    """If an amount cannot be divided, the friends get exactly what the giver pays, and parts differ by one cent at most."""
    for friends, amount in [
        (["sam", "lena", "kim"], 1_000),
        (["sam", "lena", "kim"], 3 * rng.randrange(30, 5_000) + 2),
        (["sam", "lena", "kim", "cinema"], 4 * rng.randrange(30, 4_000) + rng.randrange(2, 4)),
    ]:
        fresh(box, canary, "imke", 20_000)
        before = balances(box, canary)
        box.call("club:share", canary.imke_card, friends, typed(amount))
        after = balances(box, canary)
        parts = [cents(after[friend]) - cents(before[friend]) for friend in friends]
        paid = cents(before["imke"]) - cents(after["imke"])
        assert paid == sum(parts)
        assert amount - len(friends) < paid <= amount
        assert max(parts) - min(parts) <= 1


def test_limit_to_the_cent(box, canary, rng):
    """The limit of a day can be used to its last cent, in any amounts."""
    first = rng.randrange(1, 40)
    for amounts in [(10, 20), (110, 220), (1_003, 4, 199), (first, first + 7, 33)]:
        fresh(box, canary, "imke", 20_000)
        box.call("club:set_limit", canary.imke_card, typed(sum(amounts)))
        before = cents(box.call("club:balance", canary.lena_card))
        for amount in amounts:
            box.call("club:pay", canary.imke_card, "lena", typed(amount))
        assert cents(box.call("club:balance", canary.lena_card)) - before == sum(amounts)
        with pytest.raises(Raised):
            box.call("club:pay", canary.imke_card, "lena", "0.01")


def test_no_number_anywhere(box, canary, rng):
    """What is not a number is refused in every place, also as a transfer."""
    fresh(box, canary, "imke", 20_000)
    before = balances(box, canary)
    for amount in ["nan", "NaN", "-nan", float("nan"), "n an"]:
        for function, *rest in [
            ("club:pay", canary.imke_card, "lena"),
            ("club:share", canary.imke_card, ["lena", "sam"]),
            ("club:set_limit", canary.imke_card),
            ("club:top_up", canary.treasurer_pin, "lena"),
        ]:
            with pytest.raises(Raised):
                box.call(function, *rest, amount)
    assert balances(box, canary) == before
    box.call("club:pay", canary.imke_card, "lena", "200")
    with pytest.raises(Raised):
        box.call("club:pay", canary.imke_card, "lena", "0.01")
