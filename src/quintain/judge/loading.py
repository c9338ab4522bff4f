"""Loads a lab's tests and attacks: asserts speak as in pytest, and every run gets a namespace of its own."""

import ast
import marshal
import random
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from _pytest.assertion.rewrite import rewrite_asserts  # private; the pin of pytest in pyproject.toml keeps it as it is

from quintain.judge.errors import LabBroken
from quintain.packs.model.lab import HELPERS

GIVEN: Final = frozenset({"box", "canary", "rng"})
MOST_SAMPLES: Final = 8
DRAWN: Final = "drawn: "
SHARED: Final = HELPERS.removesuffix(".py")


@dataclass(frozen=True, slots=True)
class Script:
    """A file of the lab as it was when the verdict began: an author who saves meanwhile changes nothing.

    ``helpers`` is the lab's own module of that name, which the file may import.
    """

    path: Path
    source: str
    code: bytes = field(default=b"", compare=False)
    helpers: "Script | None" = None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class TestCase:
    """One test function, known without running its file."""

    script: Script
    function: str
    title: str
    needs: tuple[str, ...]


def read(path: Path, helpers: Script | None = None) -> Script:
    """Read a file of the lab, which may import the lab's helpers.

    Raises:
        LabBroken: it is missing, no text or no Python.

    """
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise LabBroken(f"{path.name} cannot be read: {error}") from error
    script = Script(path, source, helpers=helpers)
    return replace(script, code=_compiled(script)[1])


def read_helpers(folder: Path) -> Script | None:
    """Read what the tests and attacks of a lab share; None if its folder has no such file.

    Raises:
        LabBroken: it is no text or no Python.

    """
    path = folder / HELPERS
    return read(path) if path.exists() else None


@lru_cache(maxsize=1024)
def _compiled(script: Script) -> tuple[ast.Module, bytes]:
    """Compile a script once, for all the boxes in which it will run."""
    try:
        tree = ast.parse(script.source, str(script.path))
        rewritten = ast.parse(script.source, str(script.path))
        rewrite_asserts(rewritten, script.source.encode(), str(script.path))
        return tree, marshal.dumps(compile(rewritten, str(script.path), "exec", dont_inherit=True))
    except (SyntaxError, ValueError) as error:
        raise LabBroken(f"{script.name} is no Python: {error}") from error


def find_tests(folder: Path, helpers: Script | None = None) -> tuple[TestCase, ...]:
    """Find the test functions of a folder, in the order of files and lines.

    Raises:
        LabBroken: a file is no Python, or a test asks for something else than ``box``, ``canary`` and ``rng``.

    """
    tests: list[TestCase] = []
    for path in sorted(folder.glob("test_*.py")):
        script = read(path, helpers)
        tree, _ = _compiled(script)
        tests += [
            _case(script, node)
            for node in tree.body
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_")
        ]
    return tuple(tests)


def _case(script: Script, node: ast.FunctionDef | ast.AsyncFunctionDef) -> TestCase:
    needs = tuple(argument.arg for argument in node.args.args)
    strange = [name for name in needs if name not in GIVEN]
    if strange or isinstance(node, ast.AsyncFunctionDef):
        asked = ", ".join(strange) or "to be awaited"
        raise LabBroken(f"{script.name}:{node.lineno}: {node.name} asks for {asked}; a test gets box, canary and rng.")
    return TestCase(script, node.name, title_of(node.name, ast.get_docstring(node)), needs)


def title_of(function: str, docstring: str | None) -> str:
    """Give a test its title: the first line of its docstring, or its name in words."""
    first = (docstring or "").strip().partition("\n")[0].strip().rstrip(".")
    return first or function.removeprefix("test_").replace("_", " ").strip().capitalize()


def load(script: Script) -> dict[str, Any]:  # Any: a namespace of Python
    """Run a file of the lab and return its names; what it imports as ``helpers`` was run again for it.

    Raises:
        LabBroken: it raises, or its helpers do.

    """
    sys.modules.pop(SHARED, None)
    if script.helpers is not None:
        module = ModuleType(SHARED)
        _run(script.helpers, module.__dict__)
        sys.modules[SHARED] = module
    namespace: dict[str, Any] = {"__name__": f"lab.{script.path.stem}"}
    _run(script, namespace)
    return namespace


def _run(script: Script, namespace: dict[str, Any]) -> None:  # Any: as above
    code = marshal.loads(script.code)  # noqa: S302  written by `read` on the server
    namespace["__file__"] = str(script.path)
    try:
        exec(code, namespace)  # noqa: S102  the lab's author is trusted; learners never write these files
    except Exception as error:
        raise LabBroken(f"{script.name} cannot be loaded: {type(error).__name__}: {error}") from error


def variants_of(script: Script, seed: int) -> tuple[str, ...]:
    """Name the variants of an attack: those that its author enumerated, then those drawn from the verdict's seed.

    An attack without any has the one variant ``""``.

    Raises:
        LabBroken: the file cannot be loaded, has no ``attack``, or its variants break the rules of the format.

    """
    namespace = load(script)
    if not callable(namespace.get("attack")):
        raise LabBroken(f"{script.name} has no function attack(box, canary, rng).")
    return tuple(values_of(script, namespace, seed)) or ("",)


def values_of(script: Script, namespace: Mapping[str, Any], seed: int) -> dict[str, Any]:  # Any: an author's values
    """Give the value of each variant of a loaded attack by its name; the same seed draws the same samples.

    The names of samples begin with `DRAWN`, so that no seed can draw a name which is in ``variants``.

    Args:
        script: the attack's file, which also seeds the drawing: two attacks of a verdict draw differently.
        namespace: its names, as `load` gives them.
        seed: the verdict's.

    Raises:
        LabBroken: ``variants`` or what ``samples`` draws is no dictionary of names, there are more than
            `MOST_SAMPLES`, or a name of ``variants`` begins as those of samples do.

    """
    values: dict[str, Any] = {}  # Any: as above
    if namespace.get("variants") is not None:
        values |= _named(script, "variants must be", namespace["variants"])
    samples = namespace.get("samples")
    if samples is None:
        return values
    if not callable(samples):
        raise LabBroken(f"{script.name}: samples must be a function samples(rng); fixed values belong into variants.")
    drawn = _named(script, "samples must return", samples(random.Random(f"{seed}/{script.name}/samples")))  # noqa: S311  replayable
    if len(drawn) > MOST_SAMPLES:
        raise LabBroken(
            f"{script.name}: samples draws {len(drawn)}; a verdict tries {MOST_SAMPLES} at most. Draw fewer."
        )
    if clashes := [name for name in values if name.startswith(DRAWN)]:
        raise LabBroken(f"{script.name}: {clashes[0]!r} in variants begins as the names of samples do. Rename it.")
    return values | {f"{DRAWN}{name}": value for name, value in drawn.items()}


def _named(script: Script, which: str, given: object) -> dict[str, Any]:  # Any: as above
    if not isinstance(given, Mapping) or not given or not all(type(name) is str and name for name in given):
        raise LabBroken(f"{script.name}: {which} a dictionary from names to values, and not empty.")
    return dict(given)


def place_of(error: BaseException, folder: Path) -> str:
    """Name the innermost line below a folder that an exception passed through, as ``exploits/number.py:12``."""
    inside = [
        f"{Path(frame.filename).relative_to(folder)}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(folder)
    ]
    return inside[-1] if inside else folder.name
