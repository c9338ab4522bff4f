"""What the staff does at the counter."""

from contextlib import closing

import store


def new_card(name):
    """Give out a card without any money on it."""
    with closing(store.connect()) as db:
        db.execute("INSERT INTO cards VALUES (?, 0)", (name,))


def sell_voucher(code, cents):
    """Sell a voucher."""
    with closing(store.connect()) as db:
        db.execute("INSERT INTO vouchers VALUES (?, ?, NULL)", (code, cents))
