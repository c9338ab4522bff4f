"""What members send, and what they get at the counter."""

import pytest
from helpers import balances, cards, cents, fresh, typed

from quintain.judge import Raised


def test_amount_moves(box, canary, rng):
    """A payment takes an amount from one member and gives it to another, to the cent."""
    for _ in range(6):
        fresh(box, canary, "imke", 20_000)
        before, amount = balances(box, canary), rng.randrange(1, 20_001)
        box.call("club:pay", canary.imke_card, "lena", typed(amount))
        after = balances(box, canary)
        assert cents(after["imke"]) == cents(before["imke"]) - amount
        assert cents(after["lena"]) == cents(before["lena"]) + amount


def test_many_spellings(box, canary, rng):
    """An amount is typed with a point or a comma, with up to two decimals, with spaces, zeros and a plus sign."""
    euros, tenth = rng.randrange(1, 9), rng.randrange(1, 10)
    amount = euros * 100 + tenth * 10
    for spelled in [
        f"{euros}.{tenth}0",
        f"{euros},{tenth}0",
        f"{euros}.{tenth}",
        f"{euros},{tenth}",
        f" {euros}.{tenth}0 ",
        f"+{euros}.{tenth}0",
        f"00{euros}.{tenth}",
        f"{euros},{tenth} ",
    ]:
        fresh(box, canary, "imke", 1_000)
        before = balances(box, canary)
        box.call("club:pay", canary.imke_card, "lena", spelled)
        after = balances(box, canary)
        assert (cents(after["lena"]) - cents(before["lena"]), spelled) == (amount, spelled)
    for spelled, amount in [(f"{euros}", euros * 100), (f"{euros}.", euros * 100), (f".{tenth}", tenth * 10)]:
        fresh(box, canary, "imke", 1_000)
        before = balances(box, canary)
        box.call("club:pay", canary.imke_card, "lena", spelled)
        assert cents(balances(box, canary)["lena"]) - cents(before["lena"]) == amount


def test_numbers_of_the_app(box, canary, rng):
    """The phone app sends numbers of JSON, with and without decimals."""
    drawn = rng.randrange(1, 15_000) / 100
    for number in [19.99, 0.29, 4.35, 1.1, 0.07, 64.1, 136.0, rng.randrange(1, 150), drawn]:
        fresh(box, canary, "imke", 15_000)
        before = balances(box, canary)
        box.call("club:pay", canary.imke_card, "lena", number)
        after = balances(box, canary)
        assert cents(after["lena"]) - cents(before["lena"]) == round(number * 100)
        assert cents(before["imke"]) - cents(after["imke"]) == round(number * 100)


def test_other_spellings(box, canary, rng):
    """Other spellings are refused, or are worth what Python's float reads."""
    euros = rng.randrange(2, 9)
    for spelled in [
        f"{euros}.5\n",
        f"\t{euros}.5",
        f"{euros}5e-1",
        f"{euros}_0.5",
        f"0_{euros}.25",
        chr(0xFF10 + euros),
    ]:
        fresh(box, canary, "imke", 10_000)
        before = balances(box, canary)
        try:
            box.call("club:pay", canary.imke_card, "lena", spelled)
        except Raised:
            assert balances(box, canary) == before
        else:
            assert cents(balances(box, canary)["lena"]) - cents(before["lena"]) == float(spelled) * 100


def test_refused_amounts(box, canary, rng):
    """Nothing, less than nothing, infinity, and what is no number are refused. Then nothing changes."""
    fresh(box, canary, "imke", 20_000)
    before = balances(box, canary)
    below = typed(rng.randrange(1, 9_000))
    for amount in ["0", "-0", "0.00", f"-{below}", "- 1", 0, -1, -0.5, "inf", "-inf", "1e999", float("inf"), "", "two"]:
        with pytest.raises(Raised):
            box.call("club:pay", canary.imke_card, "lena", amount)
        with pytest.raises(Raised):
            box.call("club:share", canary.imke_card, ["lena", "sam"], amount)
    for amount in ["-inf", "inf", "-1", "200.01", 201, "two", "", ".", "+", " "]:
        with pytest.raises(Raised):
            box.call("club:set_limit", canary.imke_card, amount)
    assert balances(box, canary) == before


def test_more_than_the_wallet_holds(box, canary, rng):
    """A member can send everything, and not one cent more."""
    fresh(box, canary, "sam")
    while cents(box.call("club:balance", canary.sam_card)) > 20_000:
        box.call("club:pay", canary.sam_card, "cinema", "200")
        fresh(box, canary, "sam")
    left = cents(box.call("club:balance", canary.sam_card))
    for amount in [left + 1, left + rng.randrange(2, 900)]:
        with pytest.raises(Raised):
            box.call("club:pay", canary.sam_card, "lena", typed(amount))
        with pytest.raises(Raised):
            box.call("club:share", canary.sam_card, ["lena"], typed(amount))
    assert cents(box.call("club:balance", canary.sam_card)) == left
    box.call("club:pay", canary.sam_card, "lena", typed(left))
    assert box.call("club:balance", canary.sam_card) == "0.00"
    fresh(box, canary, "sam", left)


def test_counter(box, canary):
    """At the counter, a price is paid once, and only if the wallet holds it."""
    fresh(box, canary, "imke", 240_000)
    before = cents(box.call("club:balance", canary.imke_card))
    assert box.call("club:buy", canary.imke_card, "ticket") == canary.ticket
    assert box.call("club:buy", canary.imke_card, "poster") == canary.poster
    assert box.call("club:buy", canary.imke_card, "life membership") == canary.life_membership
    after = cents(box.call("club:balance", canary.imke_card))
    assert before - after == 950 + 2_490 + 240_000
    for name in ["kim", "lena"]:
        fresh(box, canary, name)
        left = cents(box.call("club:balance", cards(canary)[name]))
        if left < 240_000:
            with pytest.raises(Raised):
                box.call("club:buy", cards(canary)[name], "life membership")
            assert cents(box.call("club:balance", cards(canary)[name])) == left


def test_last_cent_at_the_counter(box, canary):
    """A ticket can be paid with the last cent, and not with one cent less."""
    fresh(box, canary, "kim")
    left = cents(box.call("club:balance", "2718281"))
    for _ in range(left // 20_000):
        box.call("club:pay", "2718281", "cinema", "200")
        fresh(box, canary, "kim")
    if left % 20_000:
        box.call("club:pay", "2718281", "cinema", typed(left % 20_000))
    fresh(box, canary, "kim", 949)
    with pytest.raises(Raised):
        box.call("club:buy", "2718281", "ticket")
    fresh(box, canary, "kim", 1)
    assert box.call("club:buy", "2718281", "ticket") == canary.ticket
    assert box.call("club:balance", "2718281") == "0.00"


def test_transfers(box, canary, rng):
    """The treasurer adds transfers of up to 10,000.00, typed with spaces between thousands."""
    euros = rng.randrange(1, 9)
    for spelled, amount in [(f"{euros} 250,50", euros * 100_000 + 25_050), ("10 000.00", 1_000_000), ("0.01", 1)]:
        before = cents(box.call("club:balance", canary.lena_card))
        box.call("club:top_up", canary.treasurer_pin, "lena", spelled)
        assert cents(box.call("club:balance", canary.lena_card)) - before == amount
    before = balances(box, canary)
    for spelled in ["10 000,01", "0", "-1", f"{rng.randrange(11, 99)} 000"]:
        with pytest.raises(Raised):
            box.call("club:top_up", canary.treasurer_pin, "lena", spelled)
    with pytest.raises(Raised):
        box.call("club:top_up", str(rng.randrange(10**7, 10**8)), "lena", "5")
    assert balances(box, canary) == before
