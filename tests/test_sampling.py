"""The suite holds a sample of what has many cases, and says how much it leaves out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import sampling

ROOT = Path(__file__).parents[1]
UNUSED = ("cacheprovider", "django", "hypothesispytest", "xdist", "randomly", "playwright")
CONFTEST = "from tests.sampling import pytest_addoption, pytest_collection_modifyitems, pytest_terminal_summary\n"
TESTS = """
import pytest

@pytest.mark.sample(most=3)
@pytest.mark.parametrize("number", range(40))
def test_many(number):
    pass

@pytest.mark.sample(most=3)
def test_one():
    pass

@pytest.mark.whole
def test_long():
    pass

@pytest.mark.parametrize("number", range(5))
def test_each(number):
    pass
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """Write a small suite."""
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    sample(most): few\n    whole: none\n")
    (tmp_path / "test_it.py").write_text(TESTS)
    return tmp_path


def run(suite: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *(f"-pno:{name}" for name in UNUSED), *arguments],
        cwd=suite,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.whole
def test_a_sample_keeps_few_cases_of_each_test(suite: Path) -> None:
    """Three of forty, the only one, none of what is left to --all, and whatever has no mark."""
    said = run(suite)
    assert "9 passed, 38 deselected" in said
    assert "38 cases were left out of the sample; quintain test --all runs them." in said
    chosen, again = ({line for line in run(suite, "--collect-only").split() if "many" in line} for _ in range(2))
    assert len(chosen) == 3
    assert chosen == again, "the same ones each time"


def test_all_keeps_every_case(suite: Path) -> None:
    """And says nothing of what is left out."""
    said = run(suite, "--all")
    assert "47 passed" in said
    assert "left out" not in said


def test_case_asked_for_by_name_is_run(suite: Path) -> None:
    """Whoever names a test wants it."""
    assert "1 passed" in run(suite, "test_it.py::test_long")
    assert "40 passed" in run(suite, "test_it.py::test_many")


def test_what_the_latest_commits_touch_is_run_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's own file counts, and the module of the same name and room; what is no test does not."""
    changed = ["docs/labs.md", "tests/packs/test_lines.py", "src/quintain/packs/labs.py", "tests/packs/test_gone.py"]
    touched = sampling.latest([*changed, "tests/classroom.py"])
    assert touched == {"tests/packs/test_lines.py", "tests/packs/test_labs.py"}
    monkeypatch.setattr(sampling, "TOUCHED", touched)
    assert sampling.is_touched("tests/packs/test_labs.py::test_one[a::b]")
    assert not sampling.is_touched("tests/judge/test_labs.py::test_one")
    assert (
        len(sampling.latest(str(path.relative_to(sampling.ROOT)) for path in Path(__file__).parent.rglob("*.py"))) == 12
    )
