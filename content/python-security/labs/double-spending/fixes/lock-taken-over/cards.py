"""Gift cards of a farm shop: customers load them with vouchers and pay with them."""

import os
import time
from contextlib import closing, contextmanager, suppress

import store

LOCK = store.FILE.with_name("cards.lock")
TRIES = 150


class Refused(Exception):
    """The shop does not carry out a request; the message is for the customer."""


@contextmanager
def alone():
    """Open the database for one worker at a time; a lock that is still there after 1.5 seconds was left behind."""
    for _ in range(TRIES):
        with suppress(FileExistsError):
            os.close(os.open(LOCK, os.O_CREAT | os.O_EXCL))
            break
        time.sleep(0.01)
    try:
        with closing(store.connect()) as db:
            yield db
    finally:
        LOCK.unlink(missing_ok=True)


def balance_of(db, card):
    found = db.execute("SELECT cents FROM cards WHERE name = ?", (card,)).fetchone()
    if found is None:
        raise Refused("We do not know this card.")
    return found[0]


def change_balance(db, card, cents):
    """Add an amount to a card; take it off if it is negative."""
    new = balance_of(db, card) + cents
    db.execute("UPDATE cards SET cents = ? WHERE name = ?", (new, card))


def redeem(code, card):
    """Load a card with a voucher; return the value of the voucher in cents."""
    with alone() as db:
        balance_of(db, card)
        found = db.execute("SELECT cents, card FROM vouchers WHERE code = ?", (code,)).fetchone()
        if found is None:
            raise Refused("We do not know this voucher.")
        cents, used_by = found
        if used_by is not None:
            raise Refused("This voucher has been used.")
        db.execute("UPDATE vouchers SET card = ? WHERE code = ?", (card, code))
        change_balance(db, card, cents)
    return cents


def buy(article, card):
    """Pay for an article with a card; return the code with which it is picked up."""
    with alone() as db:
        found = db.execute("SELECT cents, pickup_code FROM articles WHERE name = ?", (article,)).fetchone()
        if found is None:
            raise Refused("We do not sell this.")
        price, pickup_code = found
        if balance_of(db, card) < price:
            raise Refused("There is not enough money on the card.")
        change_balance(db, card, -price)
        db.execute("INSERT INTO purchases (card, article, cents) VALUES (?, ?, ?)", (card, article, price))
    return pickup_code


def statement(card):
    """Return the balance of a card and what was bought with it, in order."""
    with closing(store.connect()) as db:
        rows = db.execute("SELECT article FROM purchases WHERE card = ? ORDER BY number", (card,))
        return {"cents": balance_of(db, card), "bought": [article for (article,) in rows]}
