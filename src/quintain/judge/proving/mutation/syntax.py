"""What every operator asks of the syntax tree: names, texts, calls, and where a node is."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeGuard

import libcst as cst

ATOMS: Final = (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.SimpleString)
REFUSERS: Final = frozenset({"abort", "exit", "_exit", "deny", "refuse", "fail"})


@dataclass(frozen=True, slots=True)
class Change:
    """One node, and what takes its place."""

    node: cst.CSTNode
    by: cst.CSTNode | cst.RemovalSentinel


@dataclass(frozen=True, slots=True)
class Context:
    """What an operator may look at beside the node: its file, the nodes around it, and the original program.

    ``functions`` are the functions of this file by their qualified name, ``original`` those of the starter's.
    """

    module: cst.Module
    parents: Mapping[cst.CSTNode, cst.CSTNode]
    functions: Mapping[str, cst.FunctionDef]
    original: Mapping[str, str]

    def code(self, node: cst.CSTNode) -> str:
        """Return a node as it is written."""
        return self.module.code_for_node(node)

    def around(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Give the nodes around this one, the nearest first."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def function(self, node: cst.CSTNode) -> str:
        """Return the qualified name of the function or class around a node, or nothing at the top level."""
        names = [n.name.value for n in self.around(node) if isinstance(n, (cst.FunctionDef, cst.ClassDef))]
        return ".".join(reversed(names))


type Find = Callable[[cst.CSTNode, Context], Iterator[Change]]


def dotted(node: cst.CSTNode) -> str:
    """Return ``html.escape`` for such a name, and nothing for any other node."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr.value}" if before else f".{node.attr.value}"
    return ""


def last_name(node: cst.CSTNode) -> str:
    """Return ``escape`` for the names ``html.escape`` and ``escape``, and nothing for any other node."""
    return dotted(node).rpartition(".")[2]


def called(node: cst.CSTNode) -> str:
    """Return the last part of the name that is called (``escape``), or nothing where there is no call."""
    return last_name(node.func) if isinstance(node, cst.Call) else ""


def text_of(node: cst.CSTNode) -> str | None:
    """Return the value of a string constant, None for anything else and for f-strings."""
    if not isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
        return None
    try:
        # In parentheses, a text of several lines can be read alone.
        alone = node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        value = ast.literal_eval(cst.Module([]).code_for_node(alone))
    except (ValueError, SyntaxError):
        return None
    return value if isinstance(value, str) else None


def expression(code: str) -> cst.BaseExpression:
    """Read an expression."""
    return cst.parse_expression(code)


def operand(context: Context, node: cst.BaseExpression) -> str:
    """Return an expression as it can be written before a dot or beside an operator."""
    code = context.code(node)
    return code if isinstance(node, ATOMS) else f"({code})"


def inside(outer: cst.BaseExpression, inner: cst.BaseExpression) -> cst.BaseExpression:
    """Let an inner expression take the place of the outer one, with the parentheses of both."""
    return inner.with_changes(lpar=[*outer.lpar, *inner.lpar], rpar=[*inner.rpar, *outer.rpar])


def without(node: cst.Call, arg: cst.Arg) -> cst.Call:
    """Return a call that lacks one argument."""
    rest = [each for each in node.args if each is not arg]
    if rest:
        rest[-1] = rest[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return node.with_changes(args=rest)


def keyword(node: cst.CSTNode, *names: str) -> Iterator[cst.Arg]:
    """Give the arguments of a call that have one of these names."""
    if isinstance(node, cst.Call):
        yield from (arg for arg in node.args if arg.keyword is not None and arg.keyword.value in names)


def keyword_dropped(node: cst.CSTNode, *names: str) -> Iterator[Change]:
    """Drop one argument of a call that has one of these names."""
    if isinstance(node, cst.Call):
        yield from (Change(node, without(node, arg)) for arg in keyword(node, *names))


def is_refusal(body: cst.BaseSuite) -> bool:
    """Tell whether a body ends by turning somebody away: raise, return, continue, abort and the like."""
    statements = [
        small for line in body.body for small in (line.body if isinstance(line, cst.SimpleStatementLine) else (line,))
    ]
    if not statements:
        return False
    last = statements[-1]
    if isinstance(last, (cst.Raise, cst.Return, cst.Continue, cst.Break)):
        return True
    return isinstance(last, cst.Expr) and called(last.value) in REFUSERS


def is_told_on_refusal(node: cst.CSTNode, context: Context) -> bool:
    """Tell whether a node is only a part of what is told on a refusal: the operands of raise, the arguments of exit."""
    return any(
        isinstance(outer, cst.Raise) or (called(outer) in REFUSERS and isinstance(inner, cst.Arg))
        for inner, outer in pairwise((node, *context.around(node)))
    )


def is_guard(node: cst.CSTNode) -> TypeGuard[cst.If]:
    """Tell whether a statement is a check that turns somebody away."""
    return isinstance(node, cst.If) and is_refusal(node.body)


def walk(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Give a node and all that is below it."""
    yield node
    for child in node.children:
        yield from walk(child)


def applied(module: cst.Module, change: Change) -> str:
    """Return the text of a file with one change; nothing if none of it is left."""
    changed: cst.CSTNode | cst.RemovalSentinel
    if isinstance(change.by, cst.RemovalSentinel):
        changed = module.deep_remove(change.node)
    else:
        changed = module.deep_replace(change.node, change.by)
    return changed.code if isinstance(changed, cst.Module) else ""


def functions_of(module: cst.Module) -> dict[str, cst.FunctionDef]:
    """Return the functions and methods of a file by their qualified name."""
    functions: dict[str, cst.FunctionDef] = {}

    def visit(body: cst.CSTNode, prefix: str) -> None:
        for node in body.children:
            if isinstance(node, cst.FunctionDef):
                functions[f"{prefix}{node.name.value}"] = node
            if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
                visit(node.body, f"{prefix}{node.name.value}.")
            elif isinstance(node, (cst.If, cst.Try, cst.With, cst.BaseSuite)):
                visit(node, prefix)

    visit(module, "")
    return functions
