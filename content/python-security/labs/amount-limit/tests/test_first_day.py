"""The first day, before the treasurer has done anything."""

import pytest
from helpers import balances, cents, typed

from quintain.judge import Raised


def test_first_day(box, canary, rng):
    """On the first day, members have the usual limit."""
    before, amount = balances(box, canary), rng.randrange(1, 15_000)
    box.call("club:pay", canary.cinema_card, "lena", typed(amount))
    box.call("club:share", canary.imke_card, ["lena"], typed(amount))
    with pytest.raises(Raised):
        box.call("club:pay", canary.cinema_card, "lena", typed(20_001 - amount))
    after = balances(box, canary)
    assert cents(after["lena"]) - cents(before["lena"]) == 2 * amount
    assert cents(before["cinema"]) - cents(after["cinema"]) == amount
