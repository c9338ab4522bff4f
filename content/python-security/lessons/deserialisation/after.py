"""Read the order that a shop keeps in a customer's cookie."""

import json

HONEST = {"item": "tulip", "count": 2}
NEGATIVE = {"item": "tulip", "count": -2}
ATTACK = b"cbuiltins\nprint\n(S'it ran'\ntR."  # a pickle that calls print


def order(cookie: bytes) -> dict[str, object]:
    match json.loads(cookie):
        case {"item": str(item), "count": int(count)} if type(count) is int and 1 <= count <= 99:
            return {"item": item, "count": count}
    raise ValueError("not an order")


if __name__ == "__main__":
    for cookie in (json.dumps(HONEST).encode(), json.dumps(NEGATIVE).encode(), ATTACK):
        try:
            print(order(cookie))
        except ValueError:
            print("refused")
