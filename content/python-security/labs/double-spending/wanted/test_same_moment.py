"""Customers who come at the same moment."""

from helpers import MOST, new_card, new_voucher, together

ORDERS = ["AB" * MOST, *("A" * number + "B" * MOST for number in (1, 2, 3))]


def returned(answer):
    return ["returned" in answer[worker] for worker in "AB"]


def test_two_vouchers_for_one_card(box, rng):
    """Two vouchers, loaded at the same moment, both count."""
    for order in ORDERS:
        card = new_card(box, rng, 100)
        first, second = new_voucher(box, rng, 300), new_voucher(box, rng, 7000)
        answer = together(box, order, ["redeem", first, card], ["redeem", second, card])
        assert returned(answer) == [True, True], order
        assert box.call("cards:statement", card)["cents"] == 7400, order


def test_two_purchases_with_enough_money(box, rng):
    """Two purchases at the same moment both succeed if the card covers both."""
    for order in ORDERS:
        card = new_card(box, rng, 2100)
        answer = together(box, order, ["buy", "fruit basket", card], ["buy", "honey", card])
        assert returned(answer) == [True, True], order
        statement = box.call("cards:statement", card)
        assert (statement["cents"], sorted(statement["bought"])) == (100, ["fruit basket", "honey"]), order


def test_voucher_during_a_purchase(box, rng):
    """A voucher that is loaded during a purchase is not lost."""
    for order in ORDERS:
        card = new_card(box, rng, 600)
        answer = together(box, order, ["buy", "honey", card], ["redeem", new_voucher(box, rng, 50), card])
        assert returned(answer) == [True, True], order
        assert box.call("cards:statement", card) == {"cents": 150, "bought": ["honey"]}, order


def test_last_money_goes_to_one(box, rng):
    """Of two purchases for the last money, exactly one succeeds, and so does one of two with the same voucher."""
    for order in ORDERS:
        card, other, voucher = new_card(box, rng, 1500), new_card(box, rng), new_voucher(box, rng, 900)
        for pair in (
            (["buy", "fruit basket", card], ["buy", "fruit basket", card]),
            (["redeem", voucher, card], ["redeem", voucher, other]),
        ):
            answer = together(box, order, *pair)
            assert sorted(returned(answer)) == [False, True], order
            assert {answer[worker].get("raised", "Refused") for worker in "AB"} == {"Refused"}, order
        assert box.call("cards:statement", card)["bought"] == ["fruit basket"], order
        assert sum(box.call("cards:statement", name)["cents"] for name in (card, other)) == 900, order
