"""The joinery's order form: customers write sums, and the saw gets plain numbers.

A length is a sum in metres, and may name the sizes of the house:

    2 * (door + 0.35)
    (0.6**2 + 0.8**2) ** 0.5

A number of pieces is a sum of whole numbers:

    3 * 12 + 1
"""

import ast
import operator

from sizes import SIZES

LONGEST = 100  # metres
MOST = 10_000  # pieces


OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def worked_out(text, names):
    """Work out a sum: numbers, names, + - * / ** and brackets."""
    return value(ast.parse(text.strip(), mode="eval").body, names)


def value(node, names):
    """Work out one node of the tree. Powers are floats, which have a limit."""
    match node:
        case ast.Constant(value=constant):
            return constant
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -value(operand, names)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return float(value(left, names)) ** value(right, names)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](value(left, names), value(right, names))
    raise ValueError("That is no sum.")


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
