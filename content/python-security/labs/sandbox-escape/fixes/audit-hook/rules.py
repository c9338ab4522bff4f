"""Runs the rules of the shops. A rule is a small program in Python:

    if weight > 20:
        price = price + 4.5 * (weight - 20)
    if fragile and zone != "local":
        price += 150
        note = "fragile"
"""

import ast
import sys

FUNCTIONS = {"min": min, "max": max, "round": round}


is_running = False


def guard(event, arguments):
    """Refuse what a rule has no reason to do."""
    if is_running and event.split(".")[0] in {"open", "import", "os", "subprocess", "socket", "ctypes", "sys", "time"}:
        raise PermissionError("A rule cannot do this.")


sys.addaudithook(guard)


def check(rule):
    """Compile a rule, if it imports nothing and uses no name that begins with an underscore."""
    tree = ast.parse(rule)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            raise ValueError("A rule cannot import anything.")
        if getattr(node, "id", getattr(node, "attr", "")).startswith("_"):
            raise ValueError("No name of a rule may begin with an underscore.")
    return compile(tree, "rule", "exec")


def run(rule, names, functions):
    """Run a rule with names and functions, without Python's builtins. Return the price and the note that it has set."""
    scope = {"__builtins__": FUNCTIONS | functions, "note": "", **names}
    global is_running
    code = check(rule)
    is_running = True
    try:
        exec(code, scope)
    finally:
        is_running = False
    return scope["price"], scope["note"]
