"""A shop sells tickets; a coupon takes some percent off."""

from orders import report

PRICE = 250


def buy(purse, quantity, coupon):
    """Return how many cents are left in the purse."""
    cost = PRICE * quantity * (100 - coupon) // 100
    if cost > purse:
        raise ValueError("not enough money")
    return purse - cost


if __name__ == "__main__":
    report(buy)
