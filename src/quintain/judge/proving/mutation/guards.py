"""Checks that are dropped, weakened, come too late or fail open."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import libcst as cst

from quintain.judge.proving.mutation.syntax import (
    Change,
    Context,
    called,
    dotted,
    expression,
    inside,
    is_guard,
    last_name,
    operand,
    walk,
)

HARMLESS_DECORATORS: Final = frozenset(
    {
        *("route", "get", "post", "put", "delete", "patch", "property", "setter", "staticmethod", "classmethod"),
        *("dataclass", "contextmanager", "wraps", "websocket", "errorhandler", "teardown_appcontext", "overload"),
    }
)
SENT: Final = ("headers", "cookies", "args", "form", "environ", "META", "GET", "POST", "COOKIES", "session", "params")


def guard_dropped(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Drop a check: ``if …: raise``, ``assert``."""
    if isinstance(node, cst.Assert):
        yield Change(node, cst.Pass())
    if is_guard(node):
        plain = node.orelse is None
        yield Change(node, cst.RemoveFromParent() if plain else node.with_changes(test=cst.Name("False")))


def guard_call_dropped(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Drop the call of a function of this file that raises, where nothing reads its value."""
    if not isinstance(node, cst.Expr) or not isinstance(node.value, cst.Call):
        return
    target = context.functions.get(dotted(node.value.func))
    if target is not None and ("raise " in context.code(target) or "abort(" in context.code(target)):
        yield Change(node, cst.Pass())


def decorator_dropped(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Drop a decorator that is more than the address of an endpoint."""
    if isinstance(node, cst.Decorator):
        call = node.decorator
        name = called(call) or last_name(call)
        if name not in HARMLESS_DECORATORS:
            yield Change(node, cst.RemoveFromParent())


def condition_weakened(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Turn ``and`` into ``or`` and back, and drop one side of it."""
    if not isinstance(node, cst.BooleanOperation):
        return
    old = node.operator
    other = cst.Or if isinstance(old, cst.And) else cst.And
    turned = other(whitespace_before=old.whitespace_before, whitespace_after=old.whitespace_after)
    yield Change(node, node.with_changes(operator=turned))
    for side in (node.left, node.right):
        yield Change(node, inside(node, side))


def missing_allowed(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Check a header, cookie or field only if it was sent."""
    if not is_guard(node):
        return
    for value in _sent_values(node.test, context):
        code = f"({value} and {operand(context, node.test)})"
        yield Change(node.test, expression(code))


def _sent_values(test: cst.BaseExpression, context: Context) -> Iterator[str]:
    seen: dict[str, None] = {}
    for part in walk(test):
        if _reads_sent(part):
            seen[context.code(part)] = None
        if isinstance(part, cst.Name) and part.value in _names_of_sent(test, context):
            seen[part.value] = None
    yield from seen


def _names_of_sent(node: cst.CSTNode, context: Context) -> set[str]:
    """Return the variables of the function around a node that were taken from what a client sent."""
    function = next((each for each in context.around(node) if isinstance(each, cst.FunctionDef)), None)
    if function is None:
        return set()
    return {
        dotted(each.targets[0].target)
        for each in walk(function)
        if isinstance(each, cst.Assign) and _reads_sent(each.value)
    }


def _reads_sent(node: cst.CSTNode) -> bool:
    """Tell whether a node takes a value from what a client sent: ``request.headers.get("Origin")``."""
    if not isinstance(node, cst.Call) or called(node) != "get":
        return False
    return any(part in SENT for part in dotted(node.func).split("."))


def error_swallowed(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Let an error that is caught turn nobody away: the handler passes, or says yes."""
    if not isinstance(node, cst.ExceptHandler):
        return
    passing = cst.IndentedBlock([cst.SimpleStatementLine([cst.Pass()])])
    yield Change(node.body, passing)
    for part in walk(node.body):
        if isinstance(part, cst.Return) and isinstance(part.value, cst.Name) and part.value.value == "False":
            yield Change(part, part.with_changes(value=cst.Name("True")))


def check_after_use(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Swap a check with the statement behind it."""
    body: Sequence[cst.CSTNode] = node.body if isinstance(node, (cst.IndentedBlock, cst.Module)) else ()
    for number, (first, second) in enumerate(pairwise(body)):
        if is_guard(first) and isinstance(second, cst.SimpleStatementLine) and not _leaves(second):
            swapped = [*body[:number], second, first, *body[number + 2 :]]
            yield Change(node, node.with_changes(body=swapped))


def _leaves(line: cst.SimpleStatementLine) -> bool:
    """Tell whether nothing behind this line is reached; a check there would be a dropped one."""
    return isinstance(line.body[-1], (cst.Return, cst.Raise, cst.Continue, cst.Break))
