"""The joinery's order form: customers write sums, and the saw gets plain numbers.

A length is a sum in metres, and may name the sizes of the house:

    2 * (door + 0.35)
    (0.6**2 + 0.8**2) ** 0.5

A number of pieces is a sum of whole numbers:

    3 * 12 + 1
"""

import re
from decimal import Decimal

from sizes import SIZES

LONGEST = 100  # metres
MOST = 10_000  # pieces


def worked_out(text, names):
    """Work out a sum by reading it from left to right."""
    return Reader(text, names).whole()


class Reader:
    """Reads a sum word by word. Decimal numbers have 28 digits, however large they get."""

    def __init__(self, text, names):
        self.names = names
        self.words = re.findall(r"\*\*|[-+*/()]|[0-9]+\.?[0-9]*|\.[0-9]+|[^\W\d]\w*|\S", text)
        self.words.reverse()

    def next_is(self, *words):
        return bool(self.words) and self.words[-1] in words

    def whole(self):
        result = self.sum()
        if self.words:
            raise ValueError("Something is left over.")
        return result

    def sum(self):
        result = self.product()
        while self.next_is("+", "-"):
            result = result + self.product() if self.words.pop() == "+" else result - self.product()
        return result

    def product(self):
        result = self.signed()
        while self.next_is("*", "/"):
            result = result * self.signed() if self.words.pop() == "*" else result / self.signed()
        return result

    def signed(self):
        if self.next_is("-"):
            self.words.pop()
            return -self.signed()
        return self.power()

    def power(self):
        result = self.single()
        if self.next_is("**"):
            self.words.pop()
            result = result ** self.signed()
        return result

    def single(self):
        word = self.words.pop()
        if word == "(":
            result = self.sum()
            if self.words.pop() != ")":
                raise ValueError("A bracket stays open.")
            return result
        if word in self.names:
            return Decimal(str(self.names[word]))
        if word[0] not in ".0123456789":
            raise ValueError("That is no size of ours.")
        return Decimal(word)


def millimetres(text):
    """Work out a length and give it in millimetres."""
    metres = worked_out(text, SIZES)
    if not 0 < metres <= LONGEST:
        raise ValueError("No saw of ours cuts that.")
    return round(metres * 1000)


def pieces(text):
    """Work out a number of pieces."""
    number = int(worked_out(text, {}))
    if not 0 < number <= MOST:
        raise ValueError("That many we cannot make.")
    return number


def cut(length, number):
    """Make a line for the saw from a line of the form."""
    return f"{pieces(number)} x {millimetres(length)} mm"
