"""Puts one small fault at a time into a module of ours, and says which of them its tests do not notice.

``.venv/bin/python tools/faults.py src/quintain/accounts/limits/throttle.py`` tries the tests that import the module,
or those that are named after it. The mistakes are those of ``quintain mutate``, and a few more that code of any kind
can have. Sources stay as they are. The tests are collected once: for each fault in a function a fork of that process
puts the function's code into the place of the sound one and runs them. A fault outside of functions, or in one that the
tests do not import, is put into a copy of ``src``, which a process of its own finds first.
"""

import contextlib
import difflib
import gc
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from types import CodeType, FunctionType
from typing import Final

import click
import libcst as cst
import pytest
from _pytest.main import pytest_runtestloop as run_tests
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


SOUND: Final = -1
GRACE_SECONDS: Final = 30.0
"""How much longer than ten times the sound run a faulty one may take until it counts as noticed: it may never end."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A module with one mistake in it, and the outermost function that holds it, if any does."""

    line: int
    operator: str
    text: str
    function: str


@click.command()
@click.argument("module", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("tests", nargs=-1)
@click.option("--limit", default=60, show_default=True, help="Try so many faults at most, drawn at random.")
@click.option("--seed", default=0, show_default=True, help="Draw the same faults again.")
@click.option("--processes", default=2, show_default=True, help="Try so many at once.")
@click.option("--steps", default=1, show_default=True, help="Imports between a test that is tried and the module.")
@click.option("--only", default="", metavar="KIND", help="Try mistakes of one kind alone, such as condition-left-out.")
def main(module: Path, tests: tuple[str, ...], limit: int, seed: int, processes: int, steps: int, only: str) -> None:  # noqa: PLR0917  options
    """Try faults in MODULE with TESTS, or with those that import it; status 1 if one is not noticed."""
    path, text = module.resolve().relative_to(ROOT), module.read_text()
    nearest = [name for name, away in near([str(path)]).items() if away <= steps]
    chosen = tests or tuple(sorted(nearest, key=lambda name: not name.endswith(f"test_{path.name}")))  # soonest noticed
    if not chosen:
        raise click.UsageError("No test imports this module. Name the tests after it.")
    faults = [each for each in faults_of(text) if only in {"", each.operator}]
    if not faults:
        raise click.UsageError("There is no such mistake to make in this module.")
    tried = sorted(random.Random(seed).sample(faults, min(limit, len(faults))), key=lambda each: each.line)  # noqa: S311
    click.echo(f"{len(tried)} of {len(faults)} faults in {path}, with {' '.join(chosen)}")
    forks = Forks(path, tried, processes)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        pytest.main(["-q", "-x", "--all", "-n", "0", *chosen], plugins=[forks])
    if not forks.results.pop(SOUND, True) or not forks.is_collected:
        raise click.ClickException(f"These tests fail without any fault, or cannot be collected.\n{said.getvalue()}")
    left = [number for number in range(len(tried)) if number not in forks.results]
    results = forks.results | dict(
        zip(left, in_copies(path, [tried[each] for each in left], chosen, processes), strict=True)
    )
    for number in sorted(number for number, is_noticed in results.items() if not is_noticed):
        click.echo(shown(path, text, tried[number]))
    noticed = sum(results.values())
    click.echo(f"{noticed} of {len(tried)} faults were noticed.")
    sys.exit(0 if noticed == len(tried) else 1)


class Forks:
    """A plugin of pytest that runs the collected tests once as they are, and once for each fault that can be put in.

    ``results`` says by the fault's number whether it was noticed; those that are missing could not be put in.
    """

    def __init__(self, path: Path, faults: Sequence[Fault], processes: int) -> None:
        self.results: dict[int, bool] = {}
        self.is_collected = False
        self._file = str(ROOT / path)
        self._faults = faults
        self._processes = processes
        self._running: dict[int, tuple[int, float]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of pytest's own loop."""
        self.is_collected = session.testsfailed == 0 and bool(session.items)
        if not self.is_collected:
            return True
        began = time.monotonic()
        self._fork(session, SOUND, {}, began + 3600)
        self._wait_until_below(1)
        if self.results[SOUND]:
            self.results[SOUND] = False
            return True
        self.results[SOUND] = True
        seconds = (time.monotonic() - began) * 10 + GRACE_SECONDS
        sound = functions_in(self._file)
        for number, fault in enumerate(self._faults):
            if found := replaced(fault, self._file, sound):
                self._wait_until_below(self._processes)
                self._fork(session, number, found, time.monotonic() + seconds)
        self._wait_until_below(1)
        return True

    def _fork(self, session: pytest.Session, number: int, codes: Mapping[FunctionType, CodeType], until: float) -> None:
        child = os.fork()
        if child:
            self._running[child] = number, until
            return
        status = 1
        try:
            os.setsid()
            with Path(os.devnull).open("r+b") as nothing:
                for descriptor in range(3):
                    os.dup2(nothing.fileno(), descriptor)
            for function, code in codes.items():
                function.__code__ = code
            try:
                run_tests(session)
                status = 0 if session.testsfailed == 0 else 1
            finally:
                session._setupstate.teardown_exact(None)  # noqa: SLF001  ends what fixtures of modules and sessions have started
        except BaseException:  # noqa: BLE001, S110  whatever it was: the tests have noticed
            pass
        finally:
            os._exit(status)

    def _wait_until_below(self, most: int) -> None:
        while len(self._running) >= most:
            child, status = os.waitpid(-1, os.WNOHANG)
            if child in self._running:
                number, _ = self._running.pop(child)
                self.results[number] = status != 0
                continue
            now = time.monotonic()
            for late in [each for each, (_, until) in self._running.items() if until < now]:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(late, signal.SIGKILL)
            time.sleep(0.02)


def functions_in(file: str) -> dict[str, list[FunctionType]]:
    """Return the functions of a module that was imported, by qualified name, in the order in which they are written."""
    found: dict[str, list[FunctionType]] = {}
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename == file:
            found.setdefault(each.__code__.co_qualname, []).append(each)
    return found


def replaced(fault: Fault, file: str, sound: Mapping[str, Sequence[FunctionType]]) -> dict[FunctionType, CodeType]:
    """Return the code that functions get for a fault; nothing where that is not possible."""
    functions = sound.get(fault.function, ())
    lines = sorted({each.__code__.co_firstlineno for each in functions})
    codes = sorted(
        (each for each in codes_in(compile(fault.text, file, "exec")) if each.co_qualname == fault.function),
        key=lambda each: each.co_firstlineno,
    )
    if not functions or len(lines) != len(codes):
        return {}
    by_line = dict(zip(lines, codes, strict=True))
    found = {each: by_line[each.__code__.co_firstlineno] for each in functions}
    return found if all(each.__code__.co_freevars == code.co_freevars for each, code in found.items()) else {}


def codes_in(code: CodeType) -> Iterator[CodeType]:
    """Yield the code of all functions and classes in a module's."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from codes_in(each)


def in_copies(path: Path, faults: Sequence[Fault], tests: tuple[str, ...], processes: int) -> list[bool]:
    """Tell of each fault whether tests notice it in a copy of all sources."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(processes) as threads:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(processes):
            copies.put(shutil.copytree(ROOT / "src", Path(folder, str(number), "src")))

        def is_noticed(fault: Fault) -> bool:
            copy = copies.get()
            try:
                return fails(copy, path, fault.text, tests)
            finally:
                copies.put(copy)

        return list(threads.map(is_noticed, faults))


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
            operators += [("plain", plain_mistakes(node)), ("condition-left-out", conditions_left_out(node))]
        for name, changes in operators:
            for change in changes:
                changed = applied(module, change)
                if changed not in seen and compiles(changed):
                    seen.add(changed)
                    function = outermost_function(node, context)
                    yield Fault(positions[change.node].start.line, name, changed, function)


def outermost_function(node: cst.CSTNode, context: Context) -> str:
    """Return the qualified name of the function that holds a node and is in no other one, or nothing.

    What is evaluated where the function is defined belongs to the module: decorators, defaults and annotations.
    """
    inner, found = node, ""
    for outer in context.around(node):
        if isinstance(outer, cst.FunctionDef):
            classes = [each.name.value for each in context.around(outer) if isinstance(each, cst.ClassDef)]
            found = ".".join((*reversed(classes), outer.name.value)) if inner is outer.body else ""
        inner = outer
    return found


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


def conditions_left_out(node: cst.CSTNode) -> Iterator[Change]:
    """Leave out one condition of a query or of a comprehension.

    Tests hold the condition that they are about, and often no other: that a class is not archived, say, that an account
    is open, or that a row is this server's.
    """
    match node:
        case cst.Call(func=cst.Attribute(attr=cst.Name("filter" | "exclude" | "get" as name))):
            for left_out in node.args:
                if left_out.keyword is None and name == "get":  # of a dictionary
                    continue
                left = [each for each in node.args if each is not left_out]
                left[-1:] = [each.with_changes(comma=cst.MaybeSentinel.DEFAULT) for each in left[-1:]]
                yield Change(node, node.with_changes(args=left))
        case cst.CompFor(ifs=[_, *_]):
            for condition in node.ifs:
                yield Change(node, node.with_changes(ifs=[each for each in node.ifs if each is not condition]))
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
