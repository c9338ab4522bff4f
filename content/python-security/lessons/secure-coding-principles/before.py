"""Refunds: the code as it was handed in for a review."""

import math
import sqlite3


def refund(db, log, user, token, order, amount):
    """Pay the owner of an order back, up to 100 euros."""
    log.append(f"{user} with {token} wants {amount} for {order}")
    if amount > 100:
        return "refused"
    try:
        query = f"SELECT owner FROM orders WHERE id = {order}"
        owner = db.execute(query).fetchone()
    except sqlite3.Error:
        owner = (user,)
    if owner != (user,):
        return "refused"
    return f"paid {amount}"


def main():
    """Send good requests and attacks, and show the answers."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE orders (id INTEGER, owner TEXT)")
    db.execute("INSERT INTO orders VALUES (7, 'ada'), (8, 'eve')")
    log = []
    for what, order, amount in [
        ("her own order", "8", 20),
        ("another user's order", "7", 20),
        ("a UNION for a number", "0 UNION SELECT 'eve'", 20),
        ("a broken query", "7 x", 20),
        ("NaN euros", "8", math.nan),
        ("minus 900 euros", "8", -900),
    ]:
        answer = refund(db, log, "eve", "token-4711", order, amount)
        print(f"{what:22}{answer}")
    found = any("token-4711" in line for line in log)
    print(f"{'the token in the log':22}{'yes' if found else 'no'}")


if __name__ == "__main__":
    main()
