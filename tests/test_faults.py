"""The tool that puts faults makes mistakes that people make, each in a program that still compiles."""

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

TOOL = runpy.run_path(str(Path(__file__).resolve().parent.parent / "tools" / "faults.py"))
faults_of: Callable[[str], Iterator[Any]] = TOOL["faults_of"]


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("if a:\n    b()\n", ["if not (a):\n    b()\n", "if a:\n    pass\n"]),
        ("x = a < 5\n", ["x = a <= 5\n", "x = a < 6\n"]),
        ("x = a + b\n", ["x = a - b\n"]),
        ("x = True\n", ["x = False\n"]),
        ("def f():\n    return a\n", ["def f():\n    return None\n"]),
        ("def f():\n    x += a\n", ["def f():\n    pass\n"]),
        ("x = a if b else c\n", ["x = a if not (b) else c\n"]),
        ("@d(x=True)\nclass A:\n    pass\n", ["class A:\n    pass\n"]),
        ("x = a\n", []),
    ],
)
def test_each_small_mistake_is_made(text: str, mistakes: list[str]) -> None:
    """And no mistake twice."""
    found = [fault.text for fault in faults_of(text)]
    assert found == list(dict.fromkeys(found))
    assert set(mistakes) <= set(found)
    assert found or not mistakes
    assert mistakes or not found


def test_mistakes_of_labs_are_made_as_well() -> None:
    """A guard that is dropped, and a condition of which a half is left."""
    text = "def f(a, b):\n    if a and b:\n        raise ValueError\n    return a == b\n"
    names = {fault.operator for fault in faults_of(text)}
    assert {"guard-dropped", "condition-weakened", "equality-loosened", "plain"} <= names
