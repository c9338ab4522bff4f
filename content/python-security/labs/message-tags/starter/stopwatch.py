"""Counts the steps of tags.py in place of the time that they take, so that everybody sees the same numbers.

A step is one instruction of Python, or one character at which a comparison looks. `==` stops at the first difference,
and so do `in`, `startswith` and their like. `hmac.compare_digest` does not: its steps do not depend on the values.
"""

import ast
import operator
import sys
from os.path import commonprefix
from pathlib import Path
from types import CodeType, ModuleType

TOOL, INSTRUCTION = sys.monitoring.PROFILER_ID, sys.monitoring.events.INSTRUCTION
TEXTS = (str, bytes, bytearray, list, tuple)
BACKWARDS = {"endswith", "removesuffix", "rfind", "rindex"}
COMPARING = {"eq", "ne", "lt", "le", "gt", "ge", "contains", "__eq__", "__ne__", "__lt__", "__gt__", "__contains__"}
COMPARING |= {"startswith", "removeprefix", "find", "index", "count", "partition", "match", "fullmatch", "search"}
COMPARING |= BACKWARDS
OPERATORS = {
    "Eq": operator.eq, "NotEq": operator.ne, "Lt": operator.lt, "LtE": operator.le, "Gt": operator.gt,
    "GtE": operator.ge, "Is": operator.is_, "IsNot": operator.is_not, "In": lambda one, other: one in other,
    "NotIn": lambda one, other: one not in other,
}  # fmt: skip

steps = 0


def _look(one, other, backwards=False):
    """Count the characters at which a comparison looks before it stops."""
    global steps
    steps += 1
    if isinstance(one, TEXTS) and isinstance(other, TEXTS):
        step = -1 if backwards else 1
        steps += len(commonprefix([list(one)[::step], list(other)[::step]]))


def compare(sign, one, other):
    """Compare as the operator does, and count."""
    if sign in {"In", "NotIn"} and isinstance(other, (list, tuple)):
        for each in other:
            compare("Eq", one, each)
    elif not (sign in {"Eq", "NotEq"} and isinstance(one, TEXTS) and isinstance(other, TEXTS) and len(one) != len(other)):
        _look(one, other)
    return OPERATORS[sign](one, other)


def counting(function):
    """Return the function itself, or one that does the same and counts, if it compares."""
    if function is map:
        return lambda call, *values: map(counting(call), *values)
    owner, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
    is_builtin = type(function).__name__ not in {"function", "method", "type"} or function.__module__ == "re"
    if name not in COMPARING or not is_builtin:
        return function

    def counted(*args, **options):
        values = args if owner is None or isinstance(owner, ModuleType) else (getattr(owner, "pattern", owner), *args)
        if len(values) > 1:
            _look(*values[:2], backwards=name in BACKWARDS)
        return function(*args, **options)

    return counted


class _Counting(ast.NodeTransformer):
    def visit_Compare(self, node):
        self.generic_visit(node)
        if len(node.ops) > 1:
            return node
        sign = ast.Constant(type(node.ops[0]).__name__)
        call = ast.Call(ast.Name("__compare__", ast.Load()), [sign, node.left, *node.comparators], [])
        return ast.copy_location(call, node)

    def visit_Call(self, node):
        self.generic_visit(node)
        if not (isinstance(node.func, ast.Name) and node.func.id in {"super", "__compare__"}):
            inner = ast.Call(ast.Name("__counting__", ast.Load()), [node.func], [])
            node.func = ast.copy_location(inner, node.func)
        return node


def _codes(code):
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _step(_code, _offset):
    global steps
    steps += 1


def load(name):
    """Import a module of this folder in such a way that its steps can be counted."""
    path = Path(__file__).with_name(f"{name}.py")
    tree = _Counting().visit(ast.parse(path.read_text(encoding="utf-8"), str(path)))
    code = compile(ast.fix_missing_locations(tree), str(path), "exec")
    if sys.monitoring.get_tool(TOOL) is None:
        sys.monitoring.use_tool_id(TOOL, "stopwatch")
        sys.monitoring.register_callback(TOOL, INSTRUCTION, _step)
    for each in _codes(code):
        sys.monitoring.set_local_events(TOOL, each, INSTRUCTION)
    module = ModuleType(name)
    module.__dict__.update(__file__=str(path), __compare__=compare, __counting__=counting)
    exec(code, module.__dict__)
    return module


def measure(function, *values):
    """Call a function. Return its result, and the number of steps."""
    global steps
    steps = 0
    result = function(*values)
    return result, steps
