"""The missing requirement as a Pydantic model, and what must never happen as a test with Hypothesis."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.strategies import integers
from pydantic import BaseModel, Field, ValidationError

import shop
import shop_after

set_hypothesis_home_dir(Path(tempfile.gettempdir(), "hypothesis"))  # it keeps no files beside this one


class Order(BaseModel):
    quantity: int = Field(strict=True, ge=1, le=12)
    coupon: int = Field(strict=True, ge=0, le=50)


def no_order_costs_the_shop_money(buy):
    """Let Hypothesis search for an order after which the purse is not smaller."""

    @settings(database=None, derandomize=True)
    @given(quantity=integers(), coupon=integers())
    def check(quantity, coupon):
        try:
            left = buy(2000, quantity, coupon)
        except ValueError:
            return
        assert left < 2000, f"buy(2000, {quantity}, {coupon}) leaves {left}"

    check()


if __name__ == "__main__":
    for quantity, coupon in (2, 10), (-4, 0), (2.5, 0), (3, 120):
        try:
            print(f"Order({quantity}, {coupon}):", Order(quantity=quantity, coupon=coupon).quantity, "tickets")
        except ValidationError as error:
            print(f"Order({quantity}, {coupon}):", error.errors()[0]["msg"])
    for version in shop, shop_after:
        try:
            no_order_costs_the_shop_money(version.buy)
            print(f"{version.__name__}: no order found")
        except AssertionError as error:
            print(f"{version.__name__}: {str(error).splitlines()[0]}")
