"""A customer with one card and one voucher of 20 euros, who can send two requests at the same moment."""

from helpers import new_card, new_voucher, together


def scene(box, canary, rng):
    card, voucher = new_card(box, rng), new_voucher(box, rng, 2000)

    def mine():
        """Return the name of your card and the code of your voucher."""
        return card, voucher

    def at_once(order, first, second):
        """Send two requests; `order` says whose step is next. Return what happened."""
        return together(box, order, first, second)

    return {"mine": mine, "together": at_once}
