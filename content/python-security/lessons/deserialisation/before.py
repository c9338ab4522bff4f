"""Read the order that a shop keeps in a customer's cookie."""

import pickle

ORDERS = {"item": "tulip", "count": 2}, {"item": "tulip", "count": -2}
ATTACK = b"cbuiltins\nprint\n(S'it ran'\ntR."  # a pickle that calls print
COOKIES = *(pickle.dumps(order) for order in ORDERS), ATTACK


def order(cookie: bytes) -> dict[str, object]:
    return pickle.loads(cookie)


if __name__ == "__main__":
    for cookie in COOKIES:
        try:
            print(order(cookie))
        except ValueError:
            print("refused")
