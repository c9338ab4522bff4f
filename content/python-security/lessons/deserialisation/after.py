"""Read the order that a shop keeps in a customer's cookie."""

import json

ORDERS = {"item": "tulip", "count": 2}, {"item": "tulip", "count": -2}
ATTACK = b"cbuiltins\nprint\n(S'it ran'\ntR."  # a pickle that calls print
COOKIES = *(json.dumps(order).encode() for order in ORDERS), ATTACK


def order(cookie: bytes) -> dict[str, object]:
    if len(cookie) > 4096:
        raise ValueError("too long")
    match json.loads(cookie):
        case {"item": str(item), "count": int(count)} if 1 <= count <= 99:
            return {"item": item, "count": int(count)}  # True is an int, too
    raise ValueError("not an order")


if __name__ == "__main__":
    for cookie in COOKIES:
        try:
            print(order(cookie))
        except ValueError:
            print("refused")
