"""A client sends a payment again, because no response came: an idempotency key makes it one payment."""

import json
import sqlite3
from hashlib import sha256

db = sqlite3.connect(":memory:", autocommit=True)
db.executescript(
    "CREATE TABLE account (balance INTEGER); INSERT INTO account VALUES (100);"
    "CREATE TABLE keys (user TEXT, key TEXT, request TEXT, response TEXT, PRIMARY KEY (user, key));"
)


def pay(user: str, key: str, order: dict[str, int]) -> tuple[int, str]:
    db.execute("BEGIN IMMEDIATE")  # one writer at a time, from here to COMMIT
    try:
        response = pay_once(user, key, order)
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
    return response


def pay_once(user: str, key: str, order: dict[str, int]) -> tuple[int, str]:
    request = sha256(json.dumps(order, sort_keys=True).encode()).hexdigest()
    query = "SELECT request, response FROM keys WHERE user = ? AND key = ?"
    if known := db.execute(query, (user, key)).fetchone():
        return (200, known[1]) if known[0] == request else (422, "this key belongs to another request")
    query = "UPDATE account SET balance = balance - ? WHERE balance >= ?"
    paid = db.execute(query, (order["amount"], order["amount"])).rowcount == 1
    response = f"paid {order['amount']}" if paid else "refused"
    db.execute("INSERT INTO keys VALUES (?, ?, ?, ?)", (user, key, request, response))
    return 200, response


if __name__ == "__main__":
    print("first request:       ", pay("zoe", "7f3a", {"amount": 30}))
    print("the same again:      ", pay("zoe", "7f3a", {"amount": 30}))
    print("same key, other sum: ", pay("zoe", "7f3a", {"amount": 50}))
    print("another user's key:  ", pay("bob", "7f3a", {"amount": 10}))
    print("balance:             ", db.execute("SELECT balance FROM account").fetchone()[0])
