"""Regular expressions whose ends, flags or classes let more through."""

import re
from collections.abc import Iterator
from typing import Final

import libcst as cst

from quintain.judge.proving.mutation.syntax import Change, Context, called, dotted, expression, inside, text_of, without

LOOSER: Final = {"fullmatch": ("match", "search"), "match": ("search",)}
USES: Final = frozenset({"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
ASCII: Final = frozenset({"re.ASCII", "re.A", "ASCII"})
CLASS: Final = re.compile(r"\[(?!\^)((?:\\.|[^\]\\])+)\]")


def pattern_unanchored(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Ask for less than the whole text: ``fullmatch`` becomes ``match`` and ``search``."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        for name in LOOSER.get(node.func.attr.value, ()):
            yield Change(node.func.attr, cst.Name(name))


def pattern_end_loosened(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    r"""Let a newline follow the end: ``\Z`` becomes ``$``; or drop an anchor."""
    if not isinstance(node, cst.SimpleString) or not _is_pattern(node, context):
        return
    raw = node.raw_value
    for anchor, other in ((r"\Z", "$"), (r"\z", "$"), ("$", "")):
        if raw.endswith(anchor):
            yield Change(node, _rewritten(node, raw.removesuffix(anchor) + other))
    for anchor in ("^", r"\A"):
        if raw.startswith(anchor):
            yield Change(node, _rewritten(node, raw.removeprefix(anchor)))


def pattern_multiline(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Let ``^`` and ``$`` match at each line: the flag ``re.M`` is added."""
    if not isinstance(node, cst.Call) or not dotted(node.func).startswith("re.") or called(node) not in USES:
        return
    pattern = text_of(node.args[0].value) if node.args else None
    if pattern is None or not re.search(r"(?<!\[)[\^$]", pattern):
        return
    flags = next((arg for arg in node.args if arg.keyword is not None and arg.keyword.value == "flags"), None)
    if flags is not None:
        wider = flags.with_changes(value=expression(f"({context.code(flags.value)}) | re.M"))
        yield Change(flags, wider)
    elif not any("re." in context.code(arg.value) for arg in node.args[1:]):
        added = cst.Arg(
            expression("re.M"),
            keyword=cst.Name("flags"),
            equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
        )
        yield Change(node, node.with_changes(args=[*node.args, added]))


def pattern_ascii_dropped(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Let digits, letters and spaces of all scripts match: the flag ``re.ASCII`` is dropped."""
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr):
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if dotted(side) in ASCII:
                yield Change(node, inside(node, other))
    if isinstance(node, cst.Call) and called(node) in USES:
        for arg in node.args:
            if dotted(arg.value) in ASCII:
                yield Change(node, without(node, arg))
    if isinstance(node, cst.SimpleString) and node.raw_value.startswith("(?a)"):
        yield Change(node, _rewritten(node, node.raw_value.removeprefix("(?a)")))


def pattern_class_extended(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Allow one kind of character more: white space, or the quotes and brackets of other languages."""
    if not isinstance(node, cst.SimpleString) or not _is_pattern(node, context):
        return
    raw = node.raw_value
    for number, match in enumerate(CLASS.finditer(raw)):
        for more in (r"\s", "/<&;")[: 1 if number else 2]:
            yield Change(node, _rewritten(node, f"{raw[: match.start(1)]}{more}{raw[match.start(1) :]}"))


def _is_pattern(node: cst.SimpleString, context: Context) -> bool:
    """Tell whether a text is an argument of a function of ``re``, or looks like a pattern that is used later."""
    for outer in context.around(node):
        if isinstance(outer, cst.Call):
            return called(outer) in USES and dotted(outer.func).startswith("re.")
        if isinstance(outer, cst.BaseSmallStatement):
            break
    return "r" in node.prefix.lower()


def _rewritten(node: cst.SimpleString, raw: str) -> cst.SimpleString:
    return node.with_changes(value=f"{node.prefix}{node.quote}{raw}{node.quote}")
