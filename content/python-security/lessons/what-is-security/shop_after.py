"""A shop sells tickets; a coupon takes some percent off."""

from orders import report

PRICE = 250


def buy(purse, quantity, coupon):
    """Return how many cents are left in the purse."""
    if type(quantity) is not int or not 1 <= quantity <= 12:
        raise ValueError("one to twelve tickets")
    if type(coupon) is not int or not 0 <= coupon <= 50:
        raise ValueError("no such coupon")
    cost = PRICE * quantity * (100 - coupon) // 100
    if cost > purse:
        raise ValueError("not enough money")
    return purse - cost


if __name__ == "__main__":
    report(buy)
