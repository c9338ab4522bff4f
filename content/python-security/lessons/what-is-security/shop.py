"""A shop sells tickets; a coupon takes some percent off."""

PRICE = 250


def buy(purse, quantity, coupon):
    """Return what is left in the purse, in cents."""
    cost = PRICE * quantity * (100 - coupon) // 100
    if cost > purse:
        raise ValueError("There is not enough in the purse.")
    return purse - cost


TESTS = {
    (1, 0): 1750,
    (2, 0): 1500,
    (8, 0): 0,
    (9, 0): "refused",
    (20, 0): "refused",
    (1, 10): 1775,
    (4, 50): 1500,
    (12, 50): 500,
}


def answer(quantity, coupon):
    """Return what is left of a purse of 2000, or that the shop refuses."""
    try:
        return buy(2000, quantity, coupon)
    except ValueError:
        return "refused"


if __name__ == "__main__":
    print(f"{sum(answer(*asked) == left for asked, left in TESTS.items())} of {len(TESTS)} tests pass")
    for quantity, coupon in ((3, 100), (3, 120), (-4, 0), (0, 0)):
        print(f"quantity {quantity:2}, coupon {coupon:3} %: {answer(quantity, coupon)}")
