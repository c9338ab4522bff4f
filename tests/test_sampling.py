"""The suite holds a sample of what has many cases, and says how much it leaves out."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests import sampling

ROOT = Path(__file__).parents[1]
UNUSED = ("cacheprovider", "django", "hypothesispytest", "xdist", "randomly", "playwright")
CONFTEST = "from tests.conftest import *\n"
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


def run(suite: Path, *arguments: str, without: tuple[str, ...] = ()) -> str:
    """Run the small suite, and return what pytest says."""
    unused = (f"-pno:{name}" for name in UNUSED if name not in without)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *unused, *arguments],
        cwd=suite,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def drawn(suite: Path, *arguments: str) -> set[str]:
    """Return which cases of the long test a run would try."""
    return {line for line in run(suite, "--collect-only", *arguments).split() if "test_many" in line}


def test_a_sample_keeps_few_cases_of_each_test(suite: Path) -> None:
    """Three of forty, the only one, none of what is left to --all, and whatever has no mark."""
    said = run(suite, "--sample", "word")
    assert "9 passed, 38 deselected" in said
    assert "38 cases were left out of the sample of word; quintain test --all runs them" in said
    assert "quintain test -- --sample word draws the same sample again" in said


def test_each_commit_has_a_sample_of_its_own_and_always_the_same() -> None:
    """So that a red run can be repeated, and that every case is run sooner or later; no word means this commit."""
    names = [str(number) for number in range(40)]
    with pytest.MonkeyPatch.context() as patch:
        samples = []
        for word in (*map(str, range(100)), "0"):
            patch.setattr(sampling, "RUN", sampling.Run(seed=word))
            samples.append(tuple(sampling.some(names, 3)))
    assert samples[0] == samples[-1]
    assert len(set(samples)) == 100
    assert {name for sample in samples for name in sample} == set(names)


def test_the_cases_are_drawn_by_a_word(suite: Path) -> None:
    """In one process and in several, which all draw the same ones."""
    assert re.fullmatch(r"[0-9a-f]{12}", sampling.commit())
    of_all = drawn(suite)
    assert len(of_all) == 3
    assert of_all == drawn(suite, "--sample", sampling.commit())
    assert len({frozenset(drawn(suite, "--sample", word)) for word in ("a", "b", "c")} | {frozenset(of_all)}) > 1
    said = run(suite, "-n", "2", "-vv", without=("xdist",))
    assert f"38 cases were left out of the sample of {sampling.commit()}" in said
    assert {word for word in said.split() if "test_many" in word} == of_all


def test_a_run_inside_a_run_tries_as_many_cases() -> None:
    """Such as one on a database of its own: every case, or the same sample and what is near to the same changes."""
    assert sampling.Run(tries_every_case=True, seed="word", since="commit").words == ["--all"]
    assert sampling.Run(seed="word").words == ["--sample=word"]
    assert sampling.Run(seed="word", since="commit").words == ["--sample=word", "--since=commit"]


def test_all_keeps_every_case(suite: Path) -> None:
    """And says nothing of what is left out."""
    said = run(suite, "--all")
    assert "47 passed" in said
    assert "left out" not in said


def test_case_asked_for_by_name_is_run(suite: Path) -> None:
    """Whoever names a test wants it."""
    assert "1 passed" in run(suite, "test_it.py::test_long")
    assert "40 passed" in run(suite, "test_it.py::test_many")


def test_a_run_says_since_when_it_looks_for_changes(suite: Path) -> None:
    """With the number of files; where a commit is named, since that one."""
    said = run(suite, "--since", "HEAD", "test_it.py")
    assert re.search(r"\d+ files were changed since HEAD\.", said)
    assert re.search(r"\d+ files were changed since [0-9a-f]{40}\.|No commit is known since", run(suite, "--touched"))
    assert "changed since" not in run(suite)


class Case:
    """A test as pytest has collected it."""

    def __init__(self, nodeid: str, *marks: str) -> None:
        self.nodeid, self._marks = nodeid, marks

    def get_closest_marker(self, name: str) -> str | None:
        """Return a mark."""
        return name if name in self._marks else None


def test_the_nearest_cases_are_kept_as_long_as_there_is_time() -> None:
    """A case of a browser takes more of it than one without; a file that is not near gets none."""
    cases: Any = [
        *[Case(f"tests/b/test_far.py::test[{number}]") for number in range(1000)],
        *[Case(f"tests/a/test_near.py::test[{number}]", "browser") for number in range(20)],
        *[Case(f"tests/a/test_other.py::test[{number}]") for number in range(1000)],
    ]
    kept = sampling.touched(cases, {"tests/a/test_near.py": 0, "tests/b/test_far.py": 2})
    counts = Counter(case.nodeid.partition("::")[0] for case in kept)
    assert counts == {"tests/a/test_near.py": 20, "tests/b/test_far.py": (sampling.TOUCHED_SECONDS - 20 * 8) * 2}
