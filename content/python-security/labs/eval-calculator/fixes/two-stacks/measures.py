"""The joinery's order form: customers write sums, and the saw gets plain numbers.

A length is a sum in metres, and may name the sizes of the house:

    2 * (door + 0.35)
    (0.6**2 + 0.8**2) ** 0.5

A number of pieces is a sum of whole numbers:

    3 * 12 + 1
"""

import re

from sizes import SIZES

LONGEST = 100  # metres
MOST = 10_000  # pieces


# sign: how tightly it binds, whether it waits for its like, what it does
SIGNS = {
    "+": (1, False, lambda a, b: a + b),
    "-": (1, False, lambda a, b: a - b),
    "*": (2, False, lambda a, b: a * b),
    "/": (2, False, lambda a, b: a / b),
    "minus": (3, True, lambda a, b: a - b),
    "**": (4, True, lambda a, b: a**b),
}


def worked_out(text, names):
    """Work out a sum with one stack for numbers and one for signs. All numbers are floats."""
    numbers, signs = [], []
    wants_number = True

    def settle():
        right, left = numbers.pop(), numbers.pop()
        numbers.append(SIGNS[signs.pop()][2](left, right))

    for word in re.findall(r"\*\*|[-+*/()]|[\w.]+|\S", text):
        if word == "(" and wants_number:
            signs.append(word)
        elif word == ")" and not wants_number:
            while signs[-1] != "(":
                settle()
            signs.pop()
        elif word == "-" and wants_number:
            numbers.append(0.0)
            signs.append("minus")
        elif word in SIGNS and not wants_number:
            tight, waits, _ = SIGNS[word]
            while signs and signs[-1] != "(":
                other = SIGNS[signs[-1]][0]
                if other < tight or (other == tight and waits):
                    break
                settle()
            signs.append(word)
            wants_number = True
        elif wants_number:
            numbers.append(float(names.get(word, word)))
            wants_number = False
        else:
            raise ValueError("Two numbers, and no sign between them.")
    while signs:
        settle()
    (result,) = numbers
    return result


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
