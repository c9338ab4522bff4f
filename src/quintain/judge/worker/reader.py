"""Reads a submission as an attacker would who has its source, and suggests what to send.

The source is a learner's, and may be hostile: it is parsed and never run, what is taken of it is limited in size and
number, and a file that cannot be read suggests nothing.
"""

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

MOST_CHARACTERS: Final = 2**18  # of one file, as for a submission
MOST_OF_A_KIND: Final = 200
LONGEST_TEXT: Final = 200
LARGEST_NUMBER: Final = 2**63
MOST_REPETITIONS: Final = 2**12
LEAST_REPETITIONS: Final = 2
LONGEST_SEPARATOR: Final = 3
LOOK_UPS: Final = frozenset({"get", "getlist", "getall", "pop", "setdefault", "open", "Path", "getenv", "with_name"})
PATTERN_FUNCTIONS: Final = frozenset({"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall"})
LARGE_COUNT: Final = re.compile(r"\{\d{3,}|,\d{3,}\}")
COSTLY: Final = re.compile(r"\(\?(?:[=!<(]|P=)|\\[1-9]|[+*}?]\)+[+*{]")
"""What can make a pattern take exponential time, or that Hypothesis can only try by chance: looking around, references
back, and a repetition in a repetition."""

type Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module


@dataclass(frozen=True, slots=True)
class Samples:
    """What a submission's own code suggests to send.

    ``names`` are those that it looks up: of parameters, headers, cookies, files. ``patterns`` can be given to
    `matching`. ``separators`` join or split two parts.
    """

    texts: Sequence[str] = ()
    numbers: Sequence[int] = ()
    names: Sequence[str] = ()
    patterns: Sequence[str] = ()
    separators: Sequence[str] = ()


def read_samples(sources: Iterable[str]) -> Samples:
    """Read Python files; one that is too long, or no Python, suggests nothing."""
    nodes = [node for source in sources for node in _nodes(source)]
    constants = [text for node in nodes for text in _text_of(node)]
    integers = [number for node in nodes for number in _number_of(node)]
    near = [each for number in integers for each in (number, number - 1, number + 1, -number)]
    lengths = [each for each in near if LEAST_REPETITIONS <= each <= MOST_REPETITIONS]
    patterns = [pattern for node in nodes for pattern in _patterns_in(node)]
    return Samples(
        texts=_few([*constants, *("a" * each for each in lengths)]),
        numbers=_few(near),
        names=_few(name for node in nodes for name in _names_in(node)),
        patterns=_few(pattern for pattern in patterns if is_harmless(pattern)),
        separators=_few(text for text in constants if text and len(text) <= LONGEST_SEPARATOR and not text.isalnum()),
    )


def matching(pattern: str) -> SearchStrategy[str]:
    """Draw texts that a pattern matches, and near misses: one character more, less or other at an end."""
    matches = st.from_regex(pattern)
    ends = st.sampled_from(("\n", " ", ".", "\0", "x"))
    return st.one_of(
        matches,
        st.tuples(matches, ends).map("".join),
        st.tuples(ends, matches).map("".join),
        matches.map(lambda text: text[:-1]),
        matches.map(str.swapcase),
    )


def is_harmless(pattern: str) -> bool:
    """Tell whether samples of a learner's pattern can be drawn in little time."""
    if len(pattern) > LONGEST_TEXT or LARGE_COUNT.search(pattern) or COSTLY.search(pattern):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            st.from_regex(pattern).validate()
    except Exception:  # noqa: BLE001  whatever Hypothesis or re cannot make of it, it is of no use
        return False
    return True


def _nodes(source: str) -> list[ast.AST]:
    if len(source) > MOST_CHARACTERS:
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that are none
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, Function.__value__) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [node for node in ast.walk(tree) if id(node) not in docstrings]


def _text_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as text) if len(text) <= LONGEST_TEXT:
            yield text
        case ast.Constant(value=bytes() as content) if len(content) <= LONGEST_TEXT:
            yield content.decode("latin-1")
        case ast.Constant(value=int() as number) if type(number) is int and abs(number) <= LARGEST_NUMBER:
            yield str(number)


def _number_of(node: ast.AST) -> Iterator[int]:
    match node:
        case ast.Constant(value=int() as number) if type(number) is int and abs(number) <= LARGEST_NUMBER:
            yield number
        case ast.Constant(value=str() | bytes() as text) if 1 < len(text) <= LONGEST_TEXT:
            yield len(text)


def _names_in(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Subscript(slice=ast.Constant(value=str() as name)):
            yield name[:LONGEST_TEXT]
        case ast.Compare(left=ast.Constant(value=str() as name), ops=[ast.In() | ast.NotIn(), *_]):
            yield name[:LONGEST_TEXT]
        case ast.Call(
            func=ast.Attribute(attr=called) | ast.Name(id=called), args=[ast.Constant(value=str() as name), *_]
        ):
            if called in LOOK_UPS:
                yield name[:LONGEST_TEXT]


def _patterns_in(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="re"), attr=called) | ast.Name(id=called),
            args=[ast.Constant(value=str() as pattern), *_],
        ) if called in PATTERN_FUNCTIONS:
            yield pattern


def _few[Value](values: Iterable[Value]) -> tuple[Value, ...]:
    """Keep the first of them, each once."""
    kept: Mapping[Value, None] = dict.fromkeys(values)
    return tuple(kept)[:MOST_OF_A_KIND]
