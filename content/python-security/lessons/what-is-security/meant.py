"""The same shop, with what was meant written down."""

from shop import TESTS, buy


def order(purse, quantity, coupon):
    """Return what is left in the purse; whatever is not an order of the shop is refused."""
    if type(quantity) is not int or not 1 <= quantity <= 12:
        raise ValueError("One to twelve tickets, please.")
    if type(coupon) is not int or not 0 <= coupon <= 50:
        raise ValueError("There is no such coupon.")
    return buy(purse, quantity, coupon)


def answer(quantity, coupon):
    """Return what is left of a purse of 2000, or why there is nothing."""
    try:
        return order(2000, quantity, coupon)
    except ValueError as refusal:
        return str(refusal)


def never_richer():
    """Tell whether no order in a wide field leaves more than there was."""
    field = ((quantity, coupon) for quantity in range(-20, 21) for coupon in range(-50, 151))
    lefts = (answer(*asked) for asked in field)
    return all(left < 2000 for left in lefts if isinstance(left, int))


if __name__ == "__main__":
    for quantity, coupon in ((3, 100), (-4, 0), (True, 0), (2.5, 0)):
        print(f"quantity {quantity!s:4}, coupon {coupon:3} %: {answer(quantity, coupon)}")
    kept = sum(answer(*asked) == left for asked, left in TESTS.items() if left != "refused")
    print(f"{kept} of {sum(left != 'refused' for left in TESTS.values())} sales go on; no order makes richer: {never_richer()}")
