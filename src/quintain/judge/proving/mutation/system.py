"""Files, processes and the database: links followed, shells started, transactions and limits gone."""

import re
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
    keyword,
    keyword_dropped,
    last_name,
    text_of,
)

LOCKING: Final = re.compile(
    r"(?i)(^|[._])(con|conn|connection|db|database|lock|locked|transaction|atomic|begin|mutex)\w*$"
)
LIMITS: Final = ("timeout", "max_length", "maxlen", "max_size", "maxsize", "limit", "max_depth", "max_bytes")
FLAGS: Final = frozenset({"O_NOFOLLOW", "O_EXCL", "O_DIRECTORY"})
STARTERS: Final = frozenset({"run", "Popen", "call", "check_call", "check_output"})


def path_unresolved(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Follow no link before a path is checked: ``realpath`` becomes ``abspath``."""
    if isinstance(node, cst.Call) and called(node) == "realpath":
        last = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
        yield Change(last, cst.Name("abspath"))
    if isinstance(node, cst.Call) and called(node) == "resolve" and isinstance(node.func, cst.Attribute):
        plain = node.func.with_changes(attr=cst.Name("absolute"))
        yield Change(node, node.with_changes(func=plain, args=[]))


def flag_dropped(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Open a file without the flag that refuses links or what exists; follow links where it was forbidden."""
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr):
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if last_name(side) in FLAGS:
                yield Change(node, inside(node, other))
    for arg in keyword(node, "follow_symlinks", "allow_redirects", "follow_redirects"):
        if dotted(arg.value) == "False":
            yield Change(arg.value, cst.Name("True"))


def transaction_removed(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Read and write without a transaction or lock around them."""
    if isinstance(node, cst.With):
        for item in node.items:
            name = called(item.item) or dotted(item.item)
            if item.asname is None and LOCKING.search(name):
                yield Change(node, cst.If(cst.Name("True"), node.body, leading_lines=node.leading_lines))
    if isinstance(node, cst.Expr) and isinstance(node.value, cst.Call):
        first = text_of(node.value.args[0].value) if node.value.args else None
        if called(node.value) in {"flock", "lockf", "acquire"} or (first or "").upper().startswith("BEGIN"):
            yield Change(node, cst.Pass())


def limit_removed(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Work without a limit of time or size."""
    yield from keyword_dropped(node, *LIMITS)
    if isinstance(node, cst.Subscript) and len(node.slice) == 1:
        part = node.slice[0].slice
        if isinstance(part, cst.Slice) and part.lower is None and part.upper is not None and part.step is None:
            yield Change(node, inside(node, node.value))


def shell_joined(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Join the words of a command and give them to a shell."""
    if not isinstance(node, cst.Call) or called(node) not in STARTERS or not node.args:
        return
    rest = [arg for arg in node.args[1:] if arg.keyword is None or arg.keyword.value != "shell"]
    joined = node.args[0].with_changes(value=expression(f'" ".join(map(str, {context.code(node.args[0].value)}))'))
    shell = cst.Arg(cst.Name("True"), keyword=cst.Name("shell"))
    if not any(dotted(arg.value) == "True" for arg in keyword(node, "shell")):
        yield Change(node, node.with_changes(args=[joined, *rest, shell]))


def dashes_dropped(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Let a name that begins with a dash be read as an option: the word ``--`` is dropped."""
    if isinstance(node, (cst.List, cst.Tuple)):
        rest = [each for each in node.elements if text_of(each.value) != "--"]
        if len(rest) < len(node.elements) and rest:
            yield Change(node, node.with_changes(elements=rest))
