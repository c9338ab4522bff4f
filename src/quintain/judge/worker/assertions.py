"""Says in plain words what a failed assertion wanted: ``expected 200, got 401`` and no ``assert 401 == 200``.

The words come from pytest's explanation of the values, and from the line of the test for what has no values.
"""

import ast
import re
import traceback
from collections.abc import Iterator
from typing import Final

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
NOT_RAISED: Final = re.compile(r"DID NOT RAISE (?:<class ')?(?:[\w.]*\.)?(\w+)")
NOT_REFUSED: Final = "the program should have refused this with an exception, and did not"
NOT_FAILED: Final = "the program should not have answered this, and did"


def said_by(error: BaseException) -> str:
    """Give the words of a failed assertion."""
    return str(error).strip() or type(error).__name__


def gist_of(said: str, condition: ast.expr | None = None) -> str:
    """Say on one line what was expected, without the machinery's explanations.

    Args:
        said: what pytest says of a failed assertion.
        condition: what the test asserts, if that is known.

    """
    if found := NOT_RAISED.search(said):
        return NOT_REFUSED if found[1] in {"Raised", "any"} else NOT_FAILED
    lines = [line.strip() for line in said.splitlines() if not line.startswith((" +", "  "))]
    at = next((number for number, line in enumerate(lines) if line.startswith("assert ")), len(lines))
    own = [line for line in lines[:at] if line and line != "AssertionError"]
    if at < len(lines):
        own.append(_in_words(lines[at].removeprefix("assert "), condition))
    elif not own:
        own.append(_unmet(condition))
    return ": ".join(own)


def condition_of(error: BaseException, script: Script) -> ast.expr | None:
    """Find what the innermost failed ``assert`` of a file or its helpers wanted; None if no assert has failed."""
    sources = {str(each.path): each.source for each in (script, script.helpers) if each is not None}
    places = [
        (frame.filename, frame.lineno)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename in sources and frame.lineno is not None
    ]
    if not places or not isinstance(error, AssertionError):
        return None
    file, line = places[-1]
    found = [
        node
        for node in ast.walk(ast.parse(sources[file]))
        if isinstance(node, ast.Assert) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return found[-1].test if found else None


def _in_words(values: str, condition: ast.expr | None) -> str:
    """Say in words what a comparison of values wanted."""
    if condition is not None and not _is_comparison(condition):
        return _unmet(condition)
    operator = OPERATORS[type(condition.ops[0])] if isinstance(condition, ast.Compare) else None
    sides = _sides(values, operator)
    if sides is None:
        return _unmet(condition)
    left, operator, right = sides
    if _is_swapped(condition) and operator in {"==", "!=", "is", "is not"}:
        left, right = right, left
    return WORDS[operator].format(left=shorten(left, SHOWN_CHARACTERS), right=shorten(right, SHOWN_CHARACTERS))


def _is_swapped(condition: ast.expr | None) -> bool:
    """Whether a test names what it expects first."""
    return (
        isinstance(condition, ast.Compare)
        and isinstance(condition.left, ast.Constant)
        and not isinstance(condition.comparators[0], ast.Constant)
    )


def _is_comparison(condition: ast.expr) -> bool:
    return isinstance(condition, ast.Compare) and len(condition.ops) == 1


def _sides(values: str, operator: str | None) -> tuple[str, str, str] | None:
    """Split what pytest shows of a comparison; where several places fit, the one between two whole values."""
    found = list(_splits(values, [operator] if operator else list(WORDS)))
    whole = [each for each in found if _is_literal(each[0]) and _is_literal(each[2])]
    return next(iter(whole or found), None)


def _splits(values: str, operators: list[str]) -> Iterator[tuple[str, str, str]]:
    for operator in operators:
        for match in re.finditer(rf" {re.escape(operator)} ", values):
            yield values[: match.start()], operator, values[match.end() :]


def _is_literal(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _unmet(condition: ast.expr | None) -> str:
    if condition is None:
        return "what the test expects is not so"
    return f"this is not so: {shorten(ast.unparse(condition), SHOWN_CHARACTERS)}"
