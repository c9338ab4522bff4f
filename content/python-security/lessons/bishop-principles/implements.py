"""A box office gives two seats at most: once it hands out its own list, once a token."""

import secrets


class Fragile:
    """Hands out the list that it works with itself."""

    def __init__(self):
        self._orders = {}

    def begin(self, name):
        return self._orders.setdefault(name, [])

    def add(self, order, seat):
        if len(order) >= 2:
            raise ValueError("two seats at most")
        order.append(seat)


class Robust:
    """Hands out a token; the lists stay inside."""

    def __init__(self):
        self._orders = {}

    def begin(self):
        token = secrets.token_urlsafe(16)
        self._orders[token] = ()
        return token

    def add(self, token, seat):
        order = self._orders[token]
        if len(order) >= 2:
            raise ValueError("two seats at most")
        self._orders[token] = (*order, seat)

    def seats(self, token):
        return self._orders[token]


def tried(what, action, *arguments):
    """Print whether a call went through."""
    try:
        action(*arguments)
    except (AttributeError, KeyError, ValueError) as error:
        print(f"{what:32}{type(error).__name__}")
    else:
        print(f"{what:32}done")


fragile = Fragile()
mine = fragile.begin("eve")
tried("fragile: all hundred seats", mine.extend, range(100))
print("fragile: seats in the order     ", len(mine))

robust = Robust()
token = robust.begin()
for number in 1, 2, 3:
    tried(f"robust: seat {number}", robust.add, token, number)
tried("robust: a made-up token", robust.add, "eve", 4)
print("robust: seats in the order      ", len(robust.seats(token)), type(robust.seats(token)).__name__)
