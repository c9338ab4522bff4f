"""What the staff does at the counter."""

from contextlib import closing

import store


def new_card(name, cents=0):
    """Sell a card with so much money on it."""
    with closing(store.connect()) as db:
        db.execute("INSERT INTO cards VALUES (?, ?)", (name, cents))


def sell_voucher(code, cents):
    """Sell a voucher."""
    with closing(store.connect()) as db:
        db.execute("INSERT INTO vouchers VALUES (?, ?, NULL)", (code, cents))
