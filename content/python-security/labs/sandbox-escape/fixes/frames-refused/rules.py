"""Runs the rules of the shops. A rule is a small program in Python:

    if weight > 20:
        price = price + 4.5 * (weight - 20)
    if fragile and zone != "local":
        price += 150
        note = "fragile"
"""

import ast

FRAMES = {"gi_frame", "cr_frame", "ag_frame", "tb_frame", "f_back", "f_globals", "f_locals", "f_builtins"}
FUNCTIONS = {"min": min, "max": max, "round": round}


def check(rule):
    """Compile a rule, if it imports nothing and uses no name that begins with an underscore."""
    tree = ast.parse(rule)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            raise ValueError("A rule cannot import anything.")
        if getattr(node, "attr", "") in FRAMES:
            raise ValueError("A rule cannot look at frames.")
        if getattr(node, "id", getattr(node, "attr", "")).startswith("_"):
            raise ValueError("No name of a rule may begin with an underscore.")
    return compile(tree, "rule", "exec")


def run(rule, names, functions):
    """Run a rule with names and functions, without Python's builtins. Return the price and the note that it has set."""
    scope = {"__builtins__": FUNCTIONS | functions, "note": "", **names}
    exec(check(rule), scope)
    return scope["price"], scope["note"]
