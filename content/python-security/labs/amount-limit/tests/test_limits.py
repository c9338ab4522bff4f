"""The limit of a day, and amounts that are shared."""

import pytest
from helpers import balances, cents, fresh, typed

from quintain.judge import Raised


def test_limit_of_a_day(box, canary, rng):
    """A member sends at most 200.00 in one day, in one payment or in several."""
    fresh(box, canary, "imke", 60_000)
    first = rng.randrange(1, 10_000)
    box.call("club:pay", canary.imke_card, "sam", typed(first))
    for amount in [20_001 - first, 20_000, 30_000]:
        before = balances(box, canary)
        with pytest.raises(Raised):
            box.call("club:pay", canary.imke_card, "sam", typed(amount))
        with pytest.raises(Raised):
            box.call("club:share", canary.imke_card, ["sam", "lena"], typed(amount + 2))
        assert balances(box, canary) == before
    box.call("club:new_day", canary.treasurer_pin)
    box.call("club:pay", canary.imke_card, "sam", "200,00")
    with pytest.raises(Raised):
        box.call("club:pay", canary.imke_card, "sam", "0.01")


def test_shared_amounts_count(box, canary, rng):
    """What is shared counts for the limit of the day, too."""
    fresh(box, canary, "imke", 60_000)
    box.call("club:share", canary.imke_card, ["sam", "lena"], "150")
    for amount in ["50,01", "51", typed(rng.randrange(5_001, 15_000))]:
        with pytest.raises(Raised):
            box.call("club:pay", canary.imke_card, "sam", amount)
    with pytest.raises(Raised):
        box.call("club:share", canary.imke_card, ["sam", "lena"], "60")


def test_own_limit(box, canary, rng):
    """Members can set a lower limit, and go back to 200.00."""
    fresh(box, canary, "imke", 60_000)
    limit = rng.randrange(100, 9_000)
    box.call("club:set_limit", canary.imke_card, typed(limit))
    with pytest.raises(Raised):
        box.call("club:pay", canary.imke_card, "sam", typed(limit + 1))
    box.call("club:pay", canary.imke_card, "sam", typed(limit))
    box.call("club:set_limit", canary.imke_card, "0")
    box.call("club:new_day", canary.treasurer_pin)
    with pytest.raises(Raised):
        box.call("club:pay", canary.imke_card, "sam", "0.01")
    box.call("club:set_limit", canary.imke_card, "200,00")
    for amount in ["200,01", "500", typed(rng.randrange(30_000, 60_000))]:
        with pytest.raises(Raised):
            box.call("club:set_limit", canary.imke_card, amount)
        with pytest.raises(Raised):
            box.call("club:pay", canary.imke_card, "sam", typed(rng.randrange(20_001, 30_000)))
    box.call("club:pay", canary.imke_card, "sam", "200.00")


def test_limit_is_of_one_member(box, canary, rng):
    """The limit of one member says nothing about another."""
    fresh(box, canary, "imke", 30_000)
    fresh(box, canary, "cinema", 30_000)
    box.call("club:set_limit", canary.imke_card, "5")
    before = cents(box.call("club:balance", canary.lena_card))
    box.call("club:pay", canary.cinema_card, "lena", "180")
    assert cents(box.call("club:balance", canary.lena_card)) - before == 18_000
    with pytest.raises(Raised):
        box.call("club:pay", canary.imke_card, "lena", "180")


def test_equal_parts(box, canary, rng):
    """An amount is divided in equal parts; a friend who is in the list twice gets two."""
    fresh(box, canary, "imke", 20_000)
    before, part = balances(box, canary), rng.randrange(1, 4_000)
    box.call("club:share", canary.imke_card, ["sam", "lena", "sam"], typed(3 * part))
    after = balances(box, canary)
    assert cents(after["sam"]) - cents(before["sam"]) == 2 * part
    assert cents(after["lena"]) - cents(before["lena"]) == part
    assert cents(before["imke"]) - cents(after["imke"]) == 3 * part


def test_long_list(box, canary, rng):
    """A list may have hundreds of parts."""
    fresh(box, canary, "imke", 20_000)
    before, part = balances(box, canary), rng.randrange(1, 40)
    box.call("club:share", canary.imke_card, ["sam", "lena"] * 200, typed(400 * part))
    after = balances(box, canary)
    assert cents(after["sam"]) - cents(before["sam"]) == 200 * part
    assert cents(before["imke"]) - cents(after["imke"]) == 400 * part
