"""The joinery's order form: customers write sums, and the saw gets plain numbers.

A length is a sum in metres, and may name the sizes of the house:

    2 * (door + 0.35)
    (0.6**2 + 0.8**2) ** 0.5

A number of pieces is a sum of whole numbers:

    3 * 12 + 1
"""

import ast

from sizes import SIZES

LONGEST = 100  # metres
MOST = 10_000  # pieces


HUGE = 1_000_000_000


def worked_out(text, names):
    """Work out a sum, as long as no number on the way is huge."""
    return step(ast.parse(text.strip(), mode="eval").body, names)


def step(node, names):
    """Work out one node, of numbers that are not huge."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        result = node.value
    elif isinstance(node, ast.Name) and node.id in names:
        result = names[node.id]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        result = -step(node.operand, names)
    elif isinstance(node, ast.BinOp):
        left, right = step(node.left, names), step(node.right, names)
        if isinstance(node.op, ast.Add):
            result = left + right
        elif isinstance(node.op, ast.Sub):
            result = left - right
        elif isinstance(node.op, ast.Mult):
            result = left * right
        elif isinstance(node.op, ast.Div):
            result = left / right
        elif isinstance(node.op, ast.Pow) and -10 <= right <= 10:
            result = left**right
        else:
            raise ValueError("That is no sum of ours.")
    else:
        raise ValueError("That is no sum of ours.")
    if isinstance(result, complex) or not -HUGE <= result <= HUGE:
        raise ValueError("That is too much.")
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
