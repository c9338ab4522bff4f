"""Tells whether two programs are the same but for names, layout and comments.

What is compared are syntax trees in which every name that a program gives itself is a number. Two programs of which
this says that they are alike do the same; of two that do the same it may well say that they are not.
"""

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, override

KNOWN: Final = frozenset(dir(builtins))
READ_ANNOTATIONS: Final = frozenset({"fastapi", "pydantic"})
"""Packages that act by them: they may say who calls an endpoint."""


def is_alike(one: Mapping[str, str], other: Mapping[str, str], starter: Mapping[str, str]) -> bool:
    """Whether two submissions change the starter, and in the same way.

    Args:
        one: a submission's files by path; those left out are the starter's.
        other: another's.
        starter: the original files.

    """
    paths = {*one, *other}
    forms = [
        {path: _form(path, files.get(path, starter.get(path, ""))) for path in paths} for files in (one, other, starter)
    ]
    return None not in forms[0].values() and forms[0] == forms[1] != forms[2]


def _form(path: str, source: str) -> str | None:
    """Write a file without its names, layout and comments; None if it is no Python."""
    if not path.endswith(".py"):
        return " ".join(source.split())
    try:
        tree = ast.parse(source)
        outside = frozenset(_given(tree.body, into_functions=False)) - KNOWN
        _Plain(keeps_annotations=_reads_annotations(tree)).visit(tree)
        return ast.dump(_Anonymous(outside).visit(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _given(nodes: Iterable[ast.AST], *, into_functions: bool) -> Iterator[str]:
    """Name what a program names itself: functions, classes, parameters, variables."""
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
                if not into_functions:
                    continue
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.ExceptHandler(name=str(name)) | ast.alias(asname=str(name)):
                yield name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield name
        yield from _given(ast.iter_child_nodes(node), into_functions=into_functions)


def _reads_annotations(tree: ast.Module) -> bool:
    """Tell whether a program's framework does something because of the annotations of functions."""
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
    return any(name.partition(".")[0] in READ_ANNOTATIONS for name in names)


class _Plain(ast.NodeTransformer):
    """Leaves out what does nothing: docstrings, and annotations of functions where nobody reads them."""

    def __init__(self, *, keeps_annotations: bool) -> None:
        self._keeps_annotations = keeps_annotations

    @override
    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            node.body = [each for each in node.body if not _is_text(each)] or [ast.Pass()]
        if self._keeps_annotations:
            return node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
        return node


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class _Anonymous(ast.NodeTransformer):
    """Numbers the names that a program has given itself: those of the module, and those of each of its functions."""

    def __init__(self, outside: frozenset[str]) -> None:
        self._outside = outside
        self._inside: frozenset[str] | None = None
        self._globals: dict[str, str] = {}
        self._locals: dict[str, str] = {}

    def _number(self, name: str) -> str:
        if self._inside is not None and name in self._inside:
            return self._locals.setdefault(name, f"local {len(self._locals)}")
        return self._globals.setdefault(name, f"global {len(self._globals)}") if name in self._outside else name

    @override
    def visit(self, node: ast.AST) -> ast.AST:
        is_outermost = self._inside is None and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        if not is_outermost:
            return self._named(node)
        node.name = self._number(node.name)  # type: ignore[attr-defined]  # it is one of the three
        inside = frozenset(_given(ast.iter_child_nodes(node), into_functions=True))
        declared = {name for each in ast.walk(node) if isinstance(each, ast.Global) for name in each.names}
        self._inside, self._locals = inside - KNOWN - declared, {}
        self.generic_visit(node)
        self._inside = None
        return node

    def _named(self, node: ast.AST) -> ast.AST:
        match node:
            case ast.Name(id=name):
                node.id = self._number(name)
            case ast.arg(arg=name):
                node.arg = self._number(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                node.name = self._number(name)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                node.name = self._number(name)
            case ast.MatchMapping(rest=str(name)):
                node.rest = self._number(name)
            case ast.alias(asname=str(name)):
                node.asname = self._number(name)
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                node.names = [self._number(name) for name in names]
        return self.generic_visit(node)
