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

PARTS = (ast.Expression, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub, ast.Load)


class Reader(ast.NodeVisitor):
    """Goes through a sum and stops at what none has; each number becomes a float, which has a limit."""

    def __init__(self, names):
        self.names = names

    def visit_Constant(self, node):
        if type(node.value) not in {int, float}:
            raise ValueError("That is no number.")
        node.value = float(node.value)

    def visit_Name(self, node):
        if node.id not in self.names:
            raise ValueError("That is no size.")

    def visit_UnaryOp(self, node):
        if not isinstance(node.op, ast.USub):
            raise ValueError("That is no sum.")
        if isinstance(node.operand, ast.Constant):
            self.visit_Constant(node.operand)

    def generic_visit(self, node):
        if not isinstance(node, PARTS):
            raise ValueError("That is no sum.")
        super().generic_visit(node)


def worked_out(text, names):
    """Look through a sum, and let Python work it out."""
    tree = ast.parse(text.strip(), mode="eval")
    Reader(names).visit(tree)
    return eval(compile(tree, "sum", "eval"), {}, names)


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
