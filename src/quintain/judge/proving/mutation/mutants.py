"""Makes the mutants of a fix: every operator at every node, each result once, and only what compiles."""

import ast
import difflib
import hashlib
import textwrap
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider

from quintain.judge.proving.mutation.operators import OPERATORS
from quintain.judge.proving.mutation.syntax import Change, Context, applied, functions_of, is_told_on_refusal, walk
from quintain.packs.model.lab import Fix, Lab

SIGNATURE_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class Mutant:
    """A sound fix with one mistake in it.

    ``signature`` names the change by what it does to which statement, so that an edit elsewhere does not change it;
    ``line`` is where the change is in the fix. ``text`` is the whole file, ``diff`` the change for a reader.
    """

    fix: str
    path: str
    operator: str
    signature: str
    line: int
    text: str
    diff: str


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a fix: its text, the original's, and what no mutant of it may equal."""

    fix: str
    path: str
    text: str
    starter: str
    sound: frozenset[str]


def mutants_of(lab: Lab, fix: Fix) -> tuple[Mutant, ...]:
    """Make every mutant of a sound fix.

    Args:
        lab: the lab.
        fix: one of its sound fixes.

    Returns:
        The mutants in the order of their files and lines; none is equal to a sound fix of the lab, or to another.
        What is only told on a refusal is left as it is: it weakens nothing.

    """
    mutants: list[Mutant] = []
    for path, text in sorted(fix.files.items()):
        if path.endswith(".py"):
            sound = frozenset(_plain(each.files.get(path, "")) for each in lab.sound_fixes)
            mutants += _numbered(_of_file(Source(fix.name, path, text, lab.starter.get(path, ""), sound)))
    return tuple(mutants)


def _of_file(source: Source) -> Iterator[Mutant]:
    wrapper = MetadataWrapper(cst.parse_module(source.text))
    module, parents = wrapper.module, wrapper.resolve(ParentNodeProvider)
    positions = wrapper.resolve(PositionProvider)
    context = Context(module, parents, functions_of(module), _original(source.starter))
    seen = set(source.sound)
    for operator, change in _changes(module, context):
        text = applied(module, change)
        plain = _plain(text)
        if not plain or plain in seen:
            continue
        seen.add(plain)
        line = positions[change.node].start.line
        signature = _signature(operator, source.path, change, context)
        diff = _diff(source, text)
        yield Mutant(source.fix, source.path, operator, signature, line, text, diff)


def _changes(module: cst.Module, context: Context) -> Iterator[tuple[str, Change]]:
    nodes = list(walk(module))
    for operator in OPERATORS:
        for node in nodes:
            for change in operator.find(node, context):
                if not is_told_on_refusal(change.node, context):
                    yield operator.name, change


def _plain(text: str) -> str:
    """Return a program without its layout and comments; nothing if it does not compile."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
            compile(tree, "mutant", "exec")
    except (SyntaxError, ValueError):
        return ""
    return ast.dump(tree)


def _original(text: str) -> Mapping[str, str]:
    """Return each function of the original program as it is written there."""
    if not text.strip():
        return {}
    module = cst.parse_module(text)
    return {name: module.code_for_node(node) for name, node in functions_of(module).items()}


def _signature(operator: str, path: str, change: Change, context: Context) -> str:
    parents = context.around(change.node)
    statement = next((node for node in parents if isinstance(node, cst.SimpleStatementLine)), change.node)
    by = "" if isinstance(change.by, cst.RemovalSentinel) else context.code(change.by)
    place = (operator, path, context.function(change.node))
    parts = (*place, *map(_squeezed, (context.code(statement), context.code(change.node), by)))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:SIGNATURE_DIGITS]


def _squeezed(code: str) -> str:
    """Write code in one way, whatever its layout."""
    try:
        return ast.unparse(ast.parse(textwrap.dedent(code)))
    except (SyntaxError, ValueError):
        return " ".join(code.split())


def _numbered(mutants: Iterator[Mutant]) -> Iterator[Mutant]:
    """Tell changes apart that do the same to equal statements."""
    seen = Counter[str]()
    for mutant in mutants:
        seen[mutant.signature] += 1
        again = seen[mutant.signature]
        yield mutant if again == 1 else replace(mutant, signature=f"{mutant.signature}-{again}")


def _diff(source: Source, text: str) -> str:
    name = f"{source.fix}/{source.path}"
    lines = difflib.unified_diff(
        source.text.splitlines(), text.splitlines(), name, f"{name} (mutant)", n=2, lineterm=""
    )
    return "\n".join(lines)
