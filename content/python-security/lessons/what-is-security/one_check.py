"""The shop with one more check, against negative quantities."""

import shop
from orders import report


def buy(purse, quantity, coupon):
    if quantity < 0:
        raise ValueError("no negative quantities")
    return shop.buy(purse, quantity, coupon)


if __name__ == "__main__":
    report(buy)
