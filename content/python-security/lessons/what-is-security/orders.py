"""The orders that the shop's tests cover, and many that they do not cover."""

PURSE = 2000
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
ALL = [(quantity, coupon) for quantity in range(-20, 21) for coupon in range(-50, 151, 5)]


def answer(buy, quantity, coupon):
    """Return what is left of 2000 cents, or that the shop refuses."""
    try:
        return buy(PURSE, quantity, coupon)
    except ValueError:
        return "refused"


def loses(quantity, left):
    """Tell whether the shop pays money or gives tickets for nothing."""
    return left != "refused" and (left > PURSE or (left == PURSE and quantity > 0))


def report(buy):
    passed = sum(answer(buy, *order) == left for order, left in TESTS.items())
    print(f"{passed} of {len(TESTS)} tests pass")
    for quantity, coupon in ((3, 100), (3, 120), (-4, 0), (2.5, 0)):
        print(f"{quantity:3} tickets, coupon {coupon:3} percent: {answer(buy, quantity, coupon)}")
    losses = sum(loses(quantity, answer(buy, quantity, coupon)) for quantity, coupon in ALL)
    print(f"the shop loses in {losses} of {len(ALL)} orders")


if __name__ == "__main__":
    print(f"{len(TESTS)} orders are tested; {len(ALL)} are tried")
