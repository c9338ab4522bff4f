"""Loads a lab's tests and attacks: asserts speak as in pytest, and every job gets a namespace of its own."""

import ast
import marshal
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from _pytest.assertion.rewrite import rewrite_asserts  # private; the pin of pytest in pyproject.toml guards it

from quintain.judge.errors import LabBroken

GIVEN: Final = frozenset({"box", "canary", "rng"})


@dataclass(frozen=True, slots=True)
class Script:
    """A file of the lab as it stood when the verdict began: an author who saves meanwhile changes nothing."""

    path: Path
    source: str
    code: bytes = field(default=b"", compare=False)

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


def read(path: Path) -> Script:
    """Read a file of the lab.

    Raises:
        LabBroken: it is missing, no text or no Python.

    """
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise LabBroken(f"{path.name} cannot be read: {error}") from error
    script = Script(path, source)
    return Script(path, source, _compiled(script)[1])


@lru_cache(maxsize=1024)
def _compiled(script: Script) -> tuple[ast.Module, bytes]:
    """Compile a script once, for all the rooms in which it will run."""
    try:
        tree = ast.parse(script.source, str(script.path))
        rewritten = ast.parse(script.source, str(script.path))
        rewrite_asserts(rewritten, script.source.encode(), str(script.path))
        return tree, marshal.dumps(compile(rewritten, str(script.path), "exec", dont_inherit=True))
    except (SyntaxError, ValueError) as error:
        raise LabBroken(f"{script.name} is no Python: {error}") from error


def find_tests(folder: Path) -> tuple[TestCase, ...]:
    """Find the test functions of a folder, in the order of files and lines.

    Raises:
        LabBroken: a file is no Python, or a test asks for something else than ``box``, ``canary`` and ``rng``.

    """
    found: list[TestCase] = []
    for path in sorted(folder.glob("test_*.py")):
        script = read(path)
        tree, _ = _compiled(script)
        found += [
            _case(script, node)
            for node in tree.body
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_")
        ]
    return tuple(found)


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
    """Run a file of the lab and return its names.

    Raises:
        LabBroken: it raises.

    """
    code = marshal.loads(script.code)  # noqa: S302  written by `read` on the server
    namespace: dict[str, Any] = {"__name__": f"lab.{script.path.stem}", "__file__": str(script.path)}
    try:
        exec(code, namespace)  # noqa: S102  the lab's author is trusted; learners never write these files
    except Exception as error:
        raise LabBroken(f"{script.name} cannot be loaded: {type(error).__name__}: {error}") from error
    return namespace


def variants_of(script: Script) -> tuple[str, ...]:
    """Name the variants of an attack; an attack without any has the one variant ``""``.

    Raises:
        LabBroken: the file cannot be loaded, has no ``attack``, or its ``variants`` are no dictionary of names.

    """
    namespace = load(script)
    if not callable(namespace.get("attack")):
        raise LabBroken(f"{script.name} has no function attack(box, canary, rng).")
    variants = namespace.get("variants")
    if variants is None:
        return ("",)
    if not isinstance(variants, Mapping) or not variants or not all(type(name) is str and name for name in variants):
        raise LabBroken(f"{script.name}: variants must be a dictionary from names to values, and not empty.")
    return tuple(variants)


def place_of(error: BaseException, folder: Path) -> str:
    """Name the innermost line below a folder that an exception passed through, as ``exploits/number.py:12``."""
    inside = [
        f"{Path(frame.filename).relative_to(folder)}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(folder)
    ]
    return inside[-1] if inside else folder.name
