"""Comparisons that let the similar through: prefixes, parts, other types, a deny-list in place of an allowlist."""

from collections.abc import Iterator
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
)

PLAIN: Final = (cst.Integer, cst.Float, cst.Tuple, cst.List, cst.Set, cst.Dict)
WORDS: Final = frozenset({"None", "True", "False", "__name__"})
NUMBERS: Final = frozenset(
    {"len", "int", "float", "count", "index", "find", "sum", "ord", "type", "st_size", "st_mode"}
)
BAD_WORDS: Final = '"..", "\'", "<script", ";", "://", "{{"'


def equality_loosened(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Compare a beginning or a part in place of the whole: ``==`` becomes ``startswith`` and ``in``."""
    if not isinstance(node, cst.Comparison) or len(node.comparisons) != 1:
        return
    target = node.comparisons[0]
    if not isinstance(target.operator, (cst.Equal, cst.NotEqual)) or not _may_be_text(node.left, target.comparator):
        return
    no = "not " if isinstance(target.operator, cst.NotEqual) else ""
    left, right = operand(context, node.left), operand(context, target.comparator)
    yield Change(node, expression(f"({no}{left}.startswith({right}))"))
    yield Change(node, expression(f"({left} {no}in {right})"))
    yield Change(node, expression(f"({right} {no}in {left})"))


def _may_be_text(*nodes: cst.BaseExpression) -> bool:
    return not any(isinstance(node, PLAIN) or dotted(node) in WORDS or _is_number(node) for node in nodes)


def _is_number(node: cst.BaseExpression) -> bool:
    is_calculated = isinstance(node, (cst.BinaryOperation, cst.UnaryOperation))
    return is_calculated or called(node) in NUMBERS or last_name(node) in NUMBERS


def containment_loosened(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Take a text that begins like the folder for a path inside it, and lose what ends a prefix."""
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute) or not node.args:
        return
    name, first = called(node), node.args[0].value
    if name == "is_relative_to":
        code = f"(str({context.code(node.func.value)}).startswith(str({context.code(first)})))"
        yield Change(node, expression(code))
    if name in {"startswith", "endswith"} and isinstance(first, cst.BinaryOperation):
        kept = first.left if name == "startswith" else first.right
        yield Change(first, inside(first, kept))
    if name == "startswith":
        yield Change(node, expression(f"({context.code(first)} in {operand(context, node.func.value)})"))


def membership_loosened(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Let a value pass that begins like an allowed one, or holds one."""
    if not isinstance(node, cst.Comparison) or len(node.comparisons) != 1:
        return
    target = node.comparisons[0]
    if not isinstance(target.operator, (cst.In, cst.NotIn)) or dotted(target.comparator) == "":
        return
    no = "not " if isinstance(target.operator, cst.NotIn) else ""
    value, allowed = operand(context, node.left), context.code(target.comparator)
    yield Change(node, expression(f"({no}any({value}.startswith(_one) for _one in {allowed}))"))
    yield Change(node, expression(f"({no}any(_one in {value} for _one in {allowed}))"))


def allowlist_turned(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Refuse a list of bad words in place of all that is not known to be good."""
    if not is_guard(node):
        return
    value = _held_to_allowlist(node.test)
    if value is not None:
        yield Change(node.test, expression(f"(any(_bad in str({context.code(value)}) for _bad in ({BAD_WORDS})))"))


def _held_to_allowlist(test: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return the value that a check holds to an allowlist or a pattern."""
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        return test.left if isinstance(test.comparisons[0].operator, cst.NotIn) else None
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        call = test.expression
        if isinstance(call, cst.Call) and called(call) in {"fullmatch", "match"} and call.args:
            return call.args[-1 if dotted(call.func).startswith("re.") and len(call.args) < 3 else 0].value  # noqa: PLR2004
    return None


def allowlist_extended(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Allow one value more than is meant: the empty text."""
    if not isinstance(node, (cst.Set, cst.Tuple, cst.List)) or not node.elements:
        return
    if not all(isinstance(each.value, (cst.SimpleString, cst.ConcatenatedString)) for each in node.elements):
        return
    if any(isinstance(each, cst.Call) for each in context.around(node)) and not _is_compared(node, context):
        return
    last = node.elements[-1].with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
    added = cst.Element(cst.SimpleString('""'))
    yield Change(node, node.with_changes(elements=[*node.elements[:-1], last, added]))


def _is_compared(node: cst.CSTNode, context: Context) -> bool:
    nearest = next(context.around(node), None)
    return isinstance(nearest, cst.ComparisonTarget) and isinstance(nearest.operator, (cst.In, cst.NotIn))


def type_loosened(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Take a subclass for the type itself, and a value for one that was converted."""
    if isinstance(node, cst.Comparison) and len(node.comparisons) == 1 and called(node.left) == "type":
        target = node.comparisons[0]
        if isinstance(node.left, cst.Call) and isinstance(
            target.operator, (cst.Is, cst.IsNot, cst.Equal, cst.NotEqual)
        ):
            no = "not " if isinstance(target.operator, (cst.IsNot, cst.NotEqual)) else ""
            value, kind = context.code(node.left.args[0].value), context.code(target.comparator)
            yield Change(node, expression(f"({no}isinstance({value}, {kind}))"))
    if isinstance(node, cst.Call) and dotted(node.func) in {"int", "str", "float", "bytes"} and len(node.args) == 1:
        yield Change(node, inside(node, node.args[0].value))
    if isinstance(node, cst.Call) and dotted(node.func) == "isinstance":
        yield Change(node, cst.Name("True"))
