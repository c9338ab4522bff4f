"""Runs the rules of the shops. A rule is a small program in Python:

    if weight > 20:
        price = price + 4.5 * (weight - 20)
    if fragile and zone != "local":
        price += 150
        note = "fragile"
"""

import ast
import operator



def rounded(value, digits=0):
    """Round a float: for a whole number, digits below zero would build a power of ten of any size."""
    return round(float(value), digits)


FUNCTIONS = {"min": min, "max": max, "round": rounded}
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
COMPARISONS = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def calculate(op, left, right):
    """Calculate with floats: they cannot grow without a limit, and a text is not a number."""
    return OPERATORS[type(op)](float(left), float(right))


def evaluate(node, names, functions):
    """Return the value of an expression. What is not listed here is not part of the language."""
    match node:
        case ast.Constant(value=int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            return names[name]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not evaluate(operand, names, functions)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -evaluate(operand, names, functions)
        case ast.BinOp(left=left, op=op, right=right):
            return calculate(op, evaluate(left, names, functions), evaluate(right, names, functions))
        case ast.BoolOp(op=op, values=values):
            results = (evaluate(each, names, functions) for each in values)
            return all(results) if isinstance(op, ast.And) else any(results)
        case ast.Compare(left=left, ops=ops, comparators=others):
            right = evaluate(others[0], names, functions)
            return COMPARISONS[type(ops[0])](evaluate(left, names, functions), right)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return functions[name](*[evaluate(each, names, functions) for each in args])
    raise ValueError(f"A rule has no {type(node).__name__}.")


def execute(statements, names, functions):
    """Run statements one after the other."""
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                names[name] = evaluate(value, names, functions)
            case ast.AugAssign(target=ast.Name(id=name), op=op, value=value):
                names[name] = calculate(op, names[name], evaluate(value, names, functions))
            case ast.If(test=test, body=body, orelse=orelse):
                execute(body if evaluate(test, names, functions) else orelse, names, functions)
            case ast.Pass():
                pass
            case _:
                raise ValueError(f"A rule has no {type(statement).__name__}.")


def run(rule, names, functions):
    """Run a rule with names and functions. Return the price and the note that it has set."""
    scope = {"note": "", **names}
    execute(ast.parse(rule).body, scope, FUNCTIONS | functions)
    return scope["price"], scope["note"]
