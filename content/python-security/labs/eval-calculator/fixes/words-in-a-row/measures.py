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


WORDS = re.compile(r"(\s*([\w.]+|[-+*/()])\s*)+")


def worked_out(text, names):
    """Work out a sum of words and signs, with floats for the numbers."""
    if not WORDS.fullmatch(text):
        raise ValueError("That is no sum.")
    words = re.findall(r"\*\*|[-+*/()]|[\w.]+", text)
    signs = {"+", "-", "*", "/", "**", "(", ")"}
    return eval(" ".join(word if word in signs else repr(float(names.get(word, word))) for word in words))


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
