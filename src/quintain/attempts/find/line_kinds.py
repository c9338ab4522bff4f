"""Says of a line of code what it does too little of to be a flaw: it only imports, only declares, only comments."""

import ast
from functools import lru_cache

from django.utils.translation import gettext, gettext_noop

from quintain.packs.source_lines import source_lines

EMPTY = gettext_noop("Empty lines and comments are not executed.")
DOCSTRING = gettext_noop("A docstring is not executed.")
IMPORT = gettext_noop("An import with a fixed name takes no input.")
HEAD = gettext_noop("This only declares a function or class; look at the lines in it that use a value.")
FIXED = gettext_noop("Only values that are fixed in the code are used here; no input reaches them.")


def what_it_is(path: str, source: str, first: int, last: int) -> str:
    """Say what these lines only do, in a sentence; empty if they do more than that, or different things."""
    kinds = {_kind(path, source, line) for line in range(first, last + 1)}
    kinds = kinds - {EMPTY} or kinds
    return gettext(kinds.pop() or " ").strip() if len(kinds) == 1 else ""


def _kind(path: str, source: str, line: int) -> str:
    lines = source_lines(source)
    text = lines[line - 1].strip() if 1 <= line <= len(lines) else ""
    if not text or text.startswith("--" if path.endswith(".sql") else "#"):
        return EMPTY
    return dict(_kinds(source)).get(line, "") if path.endswith(".py") else ""


@lru_cache(maxsize=32)
def _kinds(source: str) -> tuple[tuple[int, str], ...]:
    """Return the lines of a Python file that do little, and what."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    kinds: dict[int, str] = {}
    for node in ast.walk(tree):
        kind, last = _statement(node)
        if kind and isinstance(node, ast.stmt):
            first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
            kinds |= dict.fromkeys(range(first, last + 1), kind)
    return tuple(kinds.items())


def _statement(node: ast.AST) -> tuple[str, int]:
    """Name the kind of a statement, and its last line as far as it is of that kind."""
    match node:
        case ast.Import() | ast.ImportFrom():
            return IMPORT, node.end_lineno or node.lineno
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return HEAD, max(node.lineno, node.body[0].lineno - 1)
        case ast.Expr(value=ast.Constant(value=str())):
            return DOCSTRING, node.end_lineno or node.lineno
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value) | ast.Return(value=ast.expr() as value):
            is_fixed = not any(isinstance(each, (ast.Name, ast.Call, ast.Attribute)) for each in ast.walk(value))
            return (FIXED, node.end_lineno or node.lineno) if is_fixed else ("", 0)
    return "", 0
