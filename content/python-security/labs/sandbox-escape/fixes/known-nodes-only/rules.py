"""Runs the rules of the shops. A rule is a small program in Python:

    if weight > 20:
        price = price + 4.5 * (weight - 20)
    if fragile and zone != "local":
        price += 150
        note = "fragile"
"""

import ast



def rounded(value, digits=0):
    """Round a float: for a whole number, digits below zero would build a power of ten of any size."""
    return round(float(value), digits)


FUNCTIONS = {"min": min, "max": max, "round": rounded}
ALLOWED = (
    *(ast.Module, ast.Assign, ast.AugAssign, ast.If, ast.Pass, ast.Name, ast.Load, ast.Store, ast.Constant),
    *(ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.UnaryOp, ast.USub, ast.Not, ast.BoolOp, ast.And, ast.Or),
    *(ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Call),
)


def as_float(node):
    return ast.Call(ast.Name("as float", ast.Load()), [node], [])


class Floats(ast.NodeTransformer):
    """Makes a float of the right side of each operator. So a result is a float as well, and a text is an error."""

    def visit_BinOp(self, node):
        self.generic_visit(node)
        node.right = as_float(node.right)
        return node

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        node.value = as_float(node.value)
        return node


def check(rule, functions):
    """Compile a rule, if all its parts are known, and functions are only called."""
    tree = ast.parse(rule)
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in ast.walk(tree):
        if not isinstance(node, ALLOWED):
            raise ValueError(f"A rule has no {type(node).__name__}.")
        if (node in called) != (isinstance(node, ast.Name) and node.id in functions):
            raise ValueError("A rule calls functions, and does nothing else with them.")
    return compile(ast.fix_missing_locations(Floats().visit(tree)), "rule", "exec")


def run(rule, names, functions):
    """Run a rule with names and functions. Return the price and the note that it has set."""
    functions = FUNCTIONS | functions
    scope = {"note": "", **names}
    exec(check(rule, functions), {"__builtins__": functions | {"as float": float}}, scope)
    return scope["price"], scope["note"]
