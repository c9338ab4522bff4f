"""Gift cards of a farm shop: customers load them with vouchers and pay with them."""

from contextlib import closing

import store


class Refused(Exception):
    """The shop does not carry out a request; the message is for the customer."""


def balance_of(db, card):
    found = db.execute("SELECT cents FROM cards WHERE name = ?", (card,)).fetchone()
    if found is None:
        raise Refused("We do not know this card.")
    return found[0]


def redeem(code, card):
    """Load a card with a voucher; return the value of the voucher in cents."""
    with closing(store.connect()) as db:
        balance_of(db, card)
        found = db.execute("SELECT cents, card FROM vouchers WHERE code = ?", (code,)).fetchone()
        if found is None:
            raise Refused("We do not know this voucher.")
        cents, used_by = found
        if used_by is not None:
            raise Refused("This voucher has been used.")
        db.execute("UPDATE vouchers SET card = ? WHERE code = ? AND card IS NULL", (card, code))
        db.execute("UPDATE cards SET cents = cents + ? WHERE name = ?", (cents, card))
    return cents


def buy(article, card):
    """Pay for an article with a card; return the code with which it is picked up."""
    with closing(store.connect()) as db:
        found = db.execute("SELECT cents, pickup_code FROM articles WHERE name = ?", (article,)).fetchone()
        if found is None:
            raise Refused("We do not sell this.")
        price, pickup_code = found
        if balance_of(db, card) < price:
            raise Refused("There is not enough money on the card.")
        db.execute("UPDATE cards SET cents = cents - ? WHERE name = ? AND cents >= ?", (price, card, price))
        db.execute("INSERT INTO purchases (card, article, cents) VALUES (?, ?, ?)", (card, article, price))
    return pickup_code


def statement(card):
    """Return the balance of a card and what was bought with it, in order."""
    with closing(store.connect()) as db:
        rows = db.execute("SELECT article FROM purchases WHERE card = ? ORDER BY number", (card,))
        return {"cents": balance_of(db, card), "bought": [article for (article,) in rows]}
