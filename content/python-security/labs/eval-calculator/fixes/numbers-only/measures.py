"""The joinery's order form: customers write sums, and the saw gets plain numbers.

A length is a sum in metres, and may name the sizes of the house:

    2 * (door + 0.35)
    (0.6**2 + 0.8**2) ** 0.5

A number of pieces is a sum of whole numbers:

    3 * 12 + 1
"""

from sizes import SIZES

LONGEST = 100  # metres
MOST = 10_000  # pieces


def millimetres(text):
    """Work out a length and give it in millimetres."""
    metres = eval(text, {}, SIZES)
    if type(metres) not in (int, float):
        raise ValueError("That is no number.")
    if not 0 < metres <= LONGEST:
        raise ValueError("No saw of ours cuts that.")
    return round(metres * 1000)


def pieces(text):
    """Work out a number of pieces."""
    number = eval(text, {})
    if type(number) not in (int, float):
        raise ValueError("That is no number.")
    number = int(number)
    if not 0 < number <= MOST:
        raise ValueError("That many we cannot make.")
    return number


def cut(length, number):
    """Make a line for the saw from a line of the form."""
    return f"{pieces(number)} x {millimetres(length)} mm"
