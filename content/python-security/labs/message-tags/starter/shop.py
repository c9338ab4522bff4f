"""The website of the shop. Customers pay with a card and print a slip, or send something back for a credit note."""

from itertools import count

import tags
from stock import CARDS, CATALOGUE

NUMBERS = count(1001)
ORDERS = {}


def order(card, name, article, pieces, remark=""):
    """Take the money from the card, and return the pick-up slip."""
    _, price, _ = CATALOGUE[article]
    if not 1 <= pieces <= 1000 or price * pieces > CARDS.get(card, 0):
        raise PermissionError("The card does not pay for this.")
    number = str(next(NUMBERS))
    ORDERS[number] = (card, article, price * pieces)
    tag = tags.slip_tag(name, number, article, str(pieces), remark)
    return {"name": name, "order": number, "article": article, "pieces": str(pieces), "remark": remark, "tag": tag}


def send_back(card, number, name, remark=""):
    """Take an order back that has come by post, and return the credit note."""
    paid_by, article, cents = ORDERS[number]
    if paid_by != card:
        raise PermissionError("Somebody else has paid this order.")
    del ORDERS[number]
    tag = tags.credit_tag(name, number, article, str(cents), remark)
    return {"name": name, "order": number, "article": article, "cents": str(cents), "remark": remark, "tag": tag}
