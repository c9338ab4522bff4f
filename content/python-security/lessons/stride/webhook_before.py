"""A webhook that marks an order as paid."""

import hashlib
import hmac
import json
import secrets
import sqlite3
from contextlib import closing

KEY = secrets.token_bytes(32)  # the card provider has the same key


def sign(body):
    return hmac.new(KEY, body, hashlib.sha256).hexdigest()


def receive(db, body, signature):
    """Return whether this webhook marks an order as paid."""
    paid = json.loads(body)
    with db:
        result = db.execute(
            "UPDATE orders SET state = 'paid' WHERE id = :order",
            paid,
        )
    return result.rowcount == 1


def main():
    orders = [(number, 12000, "EUR", "open") for number in (7, 8, 9, 10)]
    honest = json.dumps({"order": 7, "cents": 12000, "currency": "EUR"}).encode()
    forged = honest.replace(b": 7", b": 8")
    changed = honest.replace(b": 7", b": 9")
    cheap = json.dumps({"order": 10, "cents": 1, "currency": "EUR"}).encode()
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, cents INTEGER, currency TEXT, state TEXT)")
        db.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)", orders)
        print("1 honest            ", receive(db, honest, sign(honest)))
        print("2 sent again        ", receive(db, honest, sign(honest)))
        print("3 forged            ", receive(db, forged, "0" * 64))
        print("4 changed on the way", receive(db, changed, sign(honest)))
        print("5 signed, 1 cent    ", receive(db, cheap, sign(cheap)))


if __name__ == "__main__":
    main()
