"""Puts one small fault at a time into a module of ours, and says which of them its tests do not notice.

``.venv/bin/python tools/faults.py src/quintain/accounts/limits/throttle.py`` tries the tests that import the module,
or those that are named after it. The mistakes are those of ``quintain mutate``, and a few more that code of any kind
can have. Sources stay as they are: each fault is in a copy of ``src``, which the tests find first.
"""

import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Final

import click
import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.nearness import near  # noqa: E402  as above

from quintain.judge.proving.mutation.operators import OPERATORS  # noqa: E402  found by the path above
from quintain.judge.proving.mutation.syntax import Change, Context, applied, functions_of, walk  # noqa: E402  as above

OPPOSITES: Final = {
    cst.LessThan: cst.LessThanEqual,
    cst.LessThanEqual: cst.LessThan,
    cst.GreaterThan: cst.GreaterThanEqual,
    cst.GreaterThanEqual: cst.GreaterThan,
    cst.Equal: cst.NotEqual,
    cst.NotEqual: cst.Equal,
    cst.In: cst.NotIn,
    cst.NotIn: cst.In,
    cst.Is: cst.IsNot,
    cst.IsNot: cst.Is,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A module with one mistake in it."""

    line: int
    operator: str
    text: str


@click.command()
@click.argument("module", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("tests", nargs=-1)
@click.option("--limit", default=60, show_default=True, help="Try so many faults at most, drawn at random.")
@click.option("--seed", default=0, show_default=True, help="Draw the same faults again.")
@click.option("--processes", default=2, show_default=True, help="Try so many at once.")
def main(module: Path, tests: tuple[str, ...], limit: int, seed: int, processes: int) -> None:
    """Try faults in MODULE with TESTS, or with those that import it; status 1 if one is not noticed."""
    path = module.resolve().relative_to(ROOT)
    chosen = tests or tuple(name for name, steps in near([str(path)]).items() if steps <= 1)
    if not chosen:
        raise click.UsageError("No test imports this module. Name the tests after it.")
    faults = list(faults_of(module.read_text()))
    tried = sorted(random.Random(seed).sample(faults, min(limit, len(faults))), key=lambda each: each.line)  # noqa: S311
    click.echo(f"{len(tried)} of {len(faults)} faults in {path}, with {' '.join(chosen)}")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(processes) as threads:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(processes):
            copies.put(shutil.copytree(ROOT / "src", Path(folder, str(number), "src")))

        def is_noticed(fault: Fault | None) -> bool:
            copy = copies.get()
            try:
                return fails(copy, path, fault.text if fault else module.read_text(), chosen)
            finally:
                copies.put(copy)

        if is_noticed(None):
            raise click.ClickException("These tests fail without any fault.")
        unnoticed = 0
        for fault, noticed in zip(tried, threads.map(is_noticed, tried), strict=True):
            if not noticed:
                unnoticed += 1
                click.echo(shown(path, module.read_text(), fault))
    click.echo(f"{len(tried) - unnoticed} of {len(tried)} faults were noticed.")
    sys.exit(1 if unnoticed else 0)


def shown(path: Path, text: str, fault: Fault) -> str:
    """Return where a fault is, and what it changes."""
    lines = difflib.unified_diff(text.splitlines(), fault.text.splitlines(), lineterm="", n=1)
    return "\n".join((f"\n{path}:{fault.line}: {fault.operator}", *list(lines)[3:], ""))


def fails(copy: Path, path: Path, text: str, tests: tuple[str, ...]) -> bool:
    """Tell whether tests fail, or cannot even be collected, with this text of a module, which is then put back."""
    place = copy.parent / path
    before = place.read_text()
    place.write_text(text)
    command = (sys.executable, "-m", "pytest", "-q", "-x", "--all", "-n", "0", "-o", f"pythonpath={copy}", *tests)
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, env=environment)
    finally:
        place.write_text(before)
    return done.returncode != 0


def faults_of(text: str) -> Iterator[Fault]:
    """Yield the module once with each mistake that compiles, in no order."""
    wrapper = MetadataWrapper(cst.parse_module(text))
    module, positions = wrapper.module, wrapper.resolve(PositionProvider)
    context = Context(module, wrapper.resolve(ParentNodeProvider), functions_of(module), {})
    seen = {text}
    for node in walk(module):
        operators = [(each.name, each.find(node, context)) for each in OPERATORS]
        if not any(isinstance(each, cst.Decorator) for each in context.around(node)):
            operators.append(("plain", plain_mistakes(node)))
        for name, changes in operators:
            for change in changes:
                changed = applied(module, change)
                if changed not in seen and compiles(changed):
                    seen.add(changed)
                    yield Fault(positions[change.node].start.line, name, changed)


def plain_mistakes(node: cst.CSTNode) -> Iterator[Change]:
    """Turn a condition round, move a limit by one, do not do what is done, or return nothing."""
    match node:
        case cst.If() | cst.IfExp():
            turned = cst.UnaryOperation(
                cst.Not(), node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
            )
            yield Change(node, node.with_changes(test=turned))
        case cst.ComparisonTarget() if type(node.operator) in OPPOSITES:
            yield Change(node, node.with_changes(operator=OPPOSITES[type(node.operator)]()))
        case cst.Integer():
            yield Change(node, cst.Integer(str(node.evaluated_value + 1)))
        case cst.Add():
            yield Change(node, cst.Subtract())
        case cst.Subtract():
            yield Change(node, cst.Add())
        case cst.Expr(value=cst.Call() | cst.Await() | cst.Yield()) | cst.AugAssign() | cst.Del() | cst.Raise():
            yield Change(node, cst.Pass())
        case cst.Return(value=cst.BaseExpression()):
            yield Change(node, node.with_changes(value=cst.Name("None")))
        case cst.Name(value="True" | "False"):
            yield Change(node, cst.Name("False" if node.value == "True" else "True"))
        case _:
            return


def compiles(text: str) -> bool:
    """Tell whether Python takes it."""
    try:
        compile(text, "fault", "exec")
    except (SyntaxError, ValueError):
        return False
    return bool(text)


if __name__ == "__main__":
    main()
