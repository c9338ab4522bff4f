"""The shop answers every order again as recorded."""

from collections import Counter

from .recording import data_of, script_of


def test_every_order_is_answered_again_as_recorded() -> None:
    """All 1681 orders are sent again, and everything but the interpreter's name is the same."""
    recorded, again = data_of("input-space"), script_of("input-space")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_the_tests_cover_only_what_is_meant() -> None:
    """The eight tested orders are sales and refusals; no test covers an order in which the shop loses."""
    data = data_of("input-space")
    kind = {
        (quantity, coupon): found
        for coupon, row in zip(data["coupons"], data["kind"], strict=True)
        for quantity, found in zip(data["quantities"], row, strict=True)
    }

    assert Counter(kind[quantity, coupon] for quantity, coupon in data["tests"]) == {"sold": 6, "refused": 2}
    assert Counter(kind.values()) == {"sold": 112, "refused": 253, "odd": 496, "pays": 820}
