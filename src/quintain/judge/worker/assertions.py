"""Says in plain words what a failed assertion wanted: ``expected 200, got 401`` and no ``assert 401 == 200``.

The words come from pytest's explanation of the values, and from the line of the test for what has no values. Behind
them is what was asked of the program: ``in the answer to POST /login``.
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from traceback import walk_tb
from typing import Any, Final

from quintain.judge.loading import Script
from quintain.judge.suspect.evidence import shorten

SHOWN_CHARACTERS: Final = 200
OPERATORS: Final = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
WORDS: Final = {
    "==": "expected {right}, got {left}",
    "is": "expected {right}, got {left}",
    "!=": "expected anything but {right}, and got it",
    "is not": "expected anything but {right}, and got it",
    "in": "{left} is missing in {right}",
    "not in": "{left} must not be in {right}",
    "<": "expected less than {right}, got {left}",
    "<=": "expected {right} at most, got {left}",
    ">": "expected more than {right}, got {left}",
    ">=": "expected {right} at least, got {left}",
}
SWAPPED: Final = frozenset({"==", "!=", "is", "is not"})
METHODS: Final = {
    "startswith": "expected something that begins with {1}, got {0}",
    "endswith": "expected something that ends with {1}, got {0}",
}
NOT_RAISED: Final = re.compile(r"DID NOT RAISE (?:<class ')?(?:[\w.]*\.)?(\w+)")
NOT_REFUSED: Final = "the program should have refused this with an exception, and did not"
NOT_FAILED: Final = "the program should not have answered this, and did"
BOX: Final = "box"
NO_QUESTIONS: Final = frozenset({"read", "files", "stat", "heard", "started", "others_can_read", "cpu_seconds"})


@dataclass(frozen=True, slots=True)
class Assertion:
    """A failed ``assert``: its condition, the statements before it in its function, and the values of names."""

    condition: ast.expr
    before: tuple[ast.stmt, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)  # Any: whatever an author's test has at hand


def explanation_of(error: BaseException) -> str:
    """Give pytest's words for a failed assertion."""
    return str(error).strip() or type(error).__name__


def gist_of(explanation: str, assertion: Assertion | None = None, asked: str = "") -> str:
    """Say on one line what was expected, without the machinery's explanations.

    Args:
        explanation: what pytest says of a failed assertion.
        assertion: what the test asserts, if that is known.
        asked: what the program was asked last, in words such as "in the answer to GET /".

    """
    if match := NOT_RAISED.search(explanation):
        return NOT_REFUSED if match[1] in {"Raised", "any"} else NOT_FAILED
    lines = [line.strip() for line in explanation.splitlines() if not line.startswith((" +", "  "))]
    at = next((number for number, line in enumerate(lines) if line.startswith("assert ")), len(lines))
    own = [_cut(line) for line in lines[:at] if line and line != "AssertionError" and not _is_literal(line)]
    if at < len(lines) or not own:
        values = lines[at].removeprefix("assert ") if at < len(lines) else ""
        own.append(" ".join(filter(None, (_in_words(values, assertion), _subject(assertion, asked)))))
    return ": ".join(own)


def assertion_in(error: BaseException, script: Script) -> Assertion | None:
    """Find the innermost failed ``assert`` of a file or its helpers; None if no assert has failed."""
    sources = {str(each.path): each.source for each in (script, script.helpers) if each is not None}
    places = [(frame, line) for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename in sources]
    if not places or not isinstance(error, AssertionError):
        return None
    frame, line = places[-1]
    tree = ast.parse(sources[frame.f_code.co_filename])
    asserts = [node for node in ast.walk(tree) if isinstance(node, ast.Assert) and _holds(node, line)]
    if not asserts:
        return None
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and _holds(node, line)]
    before = [
        node
        for node in (ast.walk(functions[-1]) if functions else ())
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Expr)) and node.lineno < line
    ]
    before.sort(key=lambda node: node.lineno)
    return Assertion(asserts[-1].test, tuple(before), dict(frame.f_locals))


def _holds(node: ast.stmt, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def _subject(assertion: Assertion | None, asked: str) -> str:
    """Say what was asked for the value that an assertion is about; empty where that is not certain."""
    if assertion is None:
        return ""
    names = [node.id for node in ast.walk(assertion.condition) if isinstance(node, ast.Name)]
    for name in names:
        own = getattr(assertion.values.get(name), "asked", "")
        if isinstance(own, str) and own:
            return own
    if _asks(assertion.condition):
        return asked
    last = next((each for each in reversed(assertion.before) if BOX in _names_in(each)), None)
    if isinstance(last, (ast.Assign, ast.AnnAssign)) and last.value is not None and _asks(last.value):
        targets = last.targets if isinstance(last, ast.Assign) else [last.target]
        return asked if any(set(names) & _names_in(target) for target in targets) else ""
    return ""


def _names_in(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _asks(expression: ast.expr) -> bool:
    """Whether an expression asks the program something by way of the box, rather than looks at its files."""
    calls = (node.func for node in ast.walk(expression) if isinstance(node, ast.Call))
    return any(
        isinstance(call, ast.Attribute) and call.attr not in NO_QUESTIONS and ast.unparse(call).startswith(f"{BOX}.")
        for call in calls
    )


def _in_words(values: str, assertion: Assertion | None) -> str:
    """Say in words what a condition wanted, of which ``values`` is pytest's explanation."""
    condition = assertion.condition if assertion else None
    match condition:
        case ast.BoolOp(op=ast.And(), values=parts):
            words = _first_unmet(values, parts, assertion)
        case ast.UnaryOp(op=ast.Not(), operand=operand) if not isinstance(operand, (ast.Compare, ast.BoolOp)):
            value = values.removeprefix("not ")
            words = "expected False, got True" if value == "True" else f"expected nothing, got {_cut(value)}"
        case ast.Call(func=ast.Attribute(value=owner, attr=attr), args=[argument]) if attr in METHODS:
            words = METHODS[attr].format(_shown(owner, assertion), _shown(argument, assertion))
        case ast.Name() | ast.Attribute() | ast.Subscript() if _is_literal(values):
            words = f"expected something, got {_cut(values)}"
        case ast.Compare(ops=[operator], comparators=[_]) if type(operator) in OPERATORS:
            words = _compared(values, condition)
        case ast.Compare(
            left=ast.Constant(value=int(least)),
            ops=[ast.Lt() | ast.LtE() as from_, ast.Lt() | ast.LtE() as to],
            comparators=[_, ast.Constant(value=int(most))],
        ):
            words = _outside(values, condition, (least + isinstance(from_, ast.Lt), most - isinstance(to, ast.Lt)))
        case None:
            words = _compared(values, None)
        case _:
            words = _unmet(condition)
    return words


def _outside(values: str, condition: ast.Compare, span: tuple[int, int]) -> str:
    """Say which whole numbers ``400 <= status < 500`` wanted: pytest shows the half of it that was not so."""
    first, second = (OPERATORS[type(each)] for each in condition.ops)
    below, above = f"{ast.unparse(condition.left)} {first} ", f" {second} {ast.unparse(condition.comparators[-1])}"
    if values.startswith(below):
        got = values.removeprefix(below)
    elif values.endswith(above):
        got = values.removesuffix(above)
    else:
        return _unmet(condition)
    return f"expected {span[0]} to {span[1]}, got {_cut(got)}"


def _first_unmet(values: str, parts: list[ast.expr], assertion: Assertion | None) -> str:
    """Tell the part of a conjunction that was not so: pytest shows the parts as far as they were looked at."""
    shown = values.removeprefix("(").removesuffix(")").split(" and ")
    if not assertion or len(shown) > len(parts):
        return _unmet(assertion.condition if assertion else None)
    return _in_words(shown[-1], replace(assertion, condition=parts[len(shown) - 1]))


def _compared(values: str, condition: ast.Compare | None) -> str:
    """Say in words what a comparison of values wanted."""
    operator = OPERATORS[type(condition.ops[0])] if condition else None
    sides = _sides(values, operator)
    if sides is None:
        return _unmet(condition)
    left, operator, right = sides
    if operator in SWAPPED and _is_swapped(condition):
        left, right = right, left
    if operator in {"!=", "is not"} and right == "None":
        return "expected something, got None"
    return WORDS[operator].format(left=_cut(left), right=_cut(right))


def _is_swapped(condition: ast.Compare | None) -> bool:
    """Whether a test names what it expects first."""
    return (
        condition is not None
        and isinstance(condition.left, ast.Constant)
        and not isinstance(condition.comparators[0], ast.Constant)
    )


def _sides(values: str, operator: str | None) -> tuple[str, str, str] | None:
    """Split what pytest shows of a comparison; where several places fit, the one between two whole values."""
    splits = [
        (values[: match.start()], sign, values[match.end() :])
        for sign in ([operator] if operator else list(WORDS))
        for match in re.finditer(rf" {re.escape(sign)} ", values)
    ]
    whole = [split for split in splits if _is_literal(split[0]) and _is_literal(split[2])]
    return next(iter(whole or splits), None)


def _is_literal(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _shown(node: ast.expr, assertion: Assertion | None) -> str:
    """Show the value of a part of a condition, or its source where the value is not at hand."""
    if isinstance(node, ast.Name) and assertion and node.id in assertion.values:
        return _cut(repr(assertion.values[node.id]))
    return _cut(ast.unparse(node))


def _cut(text: str) -> str:
    return shorten(text, SHOWN_CHARACTERS)


def _unmet(condition: ast.expr | None) -> str:
    if condition is None:
        return "what the test expects is not so"
    return f"this is not so: {_cut(ast.unparse(condition))}"
