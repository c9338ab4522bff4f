"""Read the order that a shop keeps in a customer's cookie."""

import pickle

HONEST = {"item": "tulip", "count": 2}
NEGATIVE = {"item": "tulip", "count": -2}
ATTACK = b"cbuiltins\nprint\n(S'it ran'\ntR."  # a pickle that calls print


def order(cookie: bytes) -> dict[str, object]:
    return pickle.loads(cookie)


if __name__ == "__main__":
    for cookie in (pickle.dumps(HONEST), pickle.dumps(NEGATIVE), ATTACK):
        try:
            print(order(cookie))
        except ValueError:
            print("refused")
