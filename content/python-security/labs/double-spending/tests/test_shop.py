"""What customers count on, one request after the other."""

import pytest
from helpers import MOST, new_card, new_voucher, together, word

from quintain.judge import Raised


def refused(box, function, *arguments):
    with pytest.raises(Raised) as caught:
        box.call(f"cards:{function}", *arguments)
    assert caught.value.names[0] == "Refused"


def test_voucher_loads_its_value(box, rng):
    """A voucher loads its value onto one card, and other cards stay as they are."""
    one, other = new_card(box, rng), new_card(box, rng, 700)
    for cents, total in [(1, 1), (1999, 2000), (250_000, 252_000)]:
        assert box.call("cards:redeem", new_voucher(box, rng, cents), one) == cents
        assert box.call("cards:statement", one) == {"cents": total, "bought": []}
    assert box.call("cards:statement", other) == {"cents": 700, "bought": []}


def test_used_voucher_is_refused(box, rng):
    """A used voucher is refused, for the same card and for others."""
    cards, voucher = [new_card(box, rng), new_card(box, rng)], new_voucher(box, rng, 800)
    box.call("cards:redeem", voucher, cards[0])
    for card in cards:
        refused(box, "redeem", voucher, card)
    assert [box.call("cards:statement", card)["cents"] for card in cards] == [800, 0]


def test_unknown_card_uses_up_no_voucher(box, rng):
    """A voucher for a card that does not exist is refused, and stays valid."""
    card, voucher = new_card(box, rng), new_voucher(box, rng, 300)
    for name in ["", word(rng), card.upper(), card[:-1], card + " ", f"{card}' OR 'x'='x", "' OR '1'='1"]:
        refused(box, "redeem", voucher, name)
        refused(box, "buy", "honey", name)
        refused(box, "statement", name)
    assert box.call("cards:redeem", voucher, card) == 300


def test_unknown_voucher_or_article_is_refused(box, rng):
    """What does not exist is refused, and the card keeps its money."""
    card, voucher = new_card(box, rng, 900), new_voucher(box, rng, 400)
    for code in ["", word(rng), voucher[:-1], voucher + "x", f"{voucher}' --", "' OR card IS NULL --", "%", card]:
        refused(box, "redeem", code, card)
    for article in ["", word(rng), "hone", "Honey", "honey ", "honey' --", "' OR cents = 0 --", "%"]:
        refused(box, "buy", article, card)
    assert box.call("cards:statement", card) == {"cents": 900, "bought": []}
    assert box.call("cards:redeem", voucher, card) == 400


def test_price_is_taken_off_the_card(box, canary, rng):
    """A purchase costs its price, returns the pickup code, and is in the statement."""
    card, other = new_card(box, rng, 3500), new_card(box, rng, 3500)
    assert box.call("cards:buy", "fruit basket", card) == canary.basket_code
    assert box.call("cards:buy", "honey", card) == canary.honey_code
    assert box.call("cards:statement", card) == {"cents": 1500, "bought": ["fruit basket", "honey"]}
    assert box.call("cards:statement", other) == {"cents": 3500, "bought": []}
    before = box.call("cards:statement", canary.company)
    assert box.call("cards:buy", "farmer's hamper", canary.company) == canary.hamper_code
    after = box.call("cards:statement", canary.company)
    assert (before["cents"] - after["cents"], after["bought"][-1]) == (4000, "farmer's hamper")


def test_money_must_cover_the_price(box, canary, rng):
    """A card pays to the last cent, and one cent less is not enough."""
    enough, short = new_card(box, rng, 1500), new_card(box, rng, 1499)
    assert box.call("cards:buy", "fruit basket", enough) == canary.basket_code
    assert box.call("cards:statement", enough) == {"cents": 0, "bought": ["fruit basket"]}
    refused(box, "buy", "honey", enough)
    refused(box, "buy", "fruit basket", short)
    assert box.call("cards:statement", short) == {"cents": 1499, "bought": []}


def test_requests_go_through_the_database(box, rng):
    """Two requests in a row both succeed, and each executes SQL statements of its own."""
    card = new_card(box, rng, 500)
    answer = together(box, "A" * MOST, ["redeem", new_voucher(box, rng, 600), card], ["buy", "honey", card])
    assert ["returned" in answer[worker] for worker in "AB"] == [True, True]
    for worker in "AB":
        assert any(step.startswith(worker) for step in answer["steps"]), "no statement of this request was seen"
    assert box.call("cards:statement", card) == {"cents": 600, "bought": ["honey"]}
