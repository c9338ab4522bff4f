"""The tool that puts faults makes mistakes that people make, each in a program that still compiles."""

import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOL = runpy.run_path(str(ROOT / "tools" / "faults.py"))
faults_of: Callable[[str], Iterator[Any]] = TOOL["faults_of"]
MODULE = "src/quintain/web/differences.py"


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
        (
            "x = rows.filter(Q(b), c=None).exclude(d=1)\n",
            [
                "x = rows.filter(Q(b)).exclude(d=1)\n",
                "x = rows.filter(c=None).exclude(d=1)\n",
                "x = rows.filter(Q(b), c=None).exclude()\n",
            ],
        ),
        ("x = rows.get(a=1, b=c)\n", ["x = rows.get(a=1)\n", "x = rows.get(b=c)\n"]),
        ("x = [a for a in b if c if d]\n", ["x = [a for a in b if c]\n", "x = [a for a in b if d]\n"]),
        ("x = rows.get(a)\n", []),
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


def put_faults(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tools/faults.py", MODULE, "--limit", "4", "--seed", "3", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


@pytest.mark.whole
def test_tests_that_look_at_nothing_notice_no_fault() -> None:
    """Each fault is shown with its place, and the status tells that some are left."""
    done = put_faults("tests/web/test_qr.py")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.endswith("\n0 of 4 faults were noticed.\n")
    assert done.stdout.count(f"\n{MODULE}:") == 4


@pytest.mark.whole
def test_the_modules_own_tests_notice_faults() -> None:
    """In forks of one process, in which the functions have other code."""
    done = put_faults("tests/web/test_differences.py")
    noticed = int(done.stdout.splitlines()[-1].partition(" of 4 ")[0])
    assert noticed >= 2, done.stdout


def test_a_kind_of_mistake_that_there_is_not_is_refused() -> None:
    """Else no fault would be left, and all of none noticed."""
    done = put_faults("--only", "condition-left-aut", "tests/web/test_differences.py")
    assert (done.returncode, "There is no such mistake" in done.stderr) == (2, True), done.stderr


def test_tests_that_are_not_there_are_refused() -> None:
    """Else all faults would count as noticed."""
    done = put_faults("tests/web/test_nothing.py")
    assert (done.returncode, "cannot be collected" in done.stderr) == (1, True)
