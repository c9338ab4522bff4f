"""What the tests and attacks of a lab share: one module, in the judge's sandbox alone."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from quintain.judge.errors import LabBroken
from quintain.judge.judge import Judge
from quintain.judge.loading import find_tests, load, place_of, read, read_helpers
from quintain.judge.verdict import Result, Verdict
from quintain.judge.worker.assertions import assertion_in, explanation_of, gist_of
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab

LABS = Path(__file__).parents[1] / "labs"

type Edit = Callable[[Path], object]


def lab_with(folder: Path, helpers: str, test: str) -> Path:
    (folder / "tests").mkdir()
    (folder / "helpers.py").write_text(helpers)
    (folder / "tests/test_it.py").write_text(test)
    return folder


def test_each_file_gets_a_copy_of_its_own(tmp_path: Path) -> None:
    """What one run leaves in it, no other run sees."""
    lab_with(tmp_path, "seen = []\n", "import helpers\ndef test_a(): return helpers.seen\n")
    (case,) = find_tests(tmp_path / "tests", read_helpers(tmp_path))
    first, second = load(case.script), load(case.script)
    first["helpers"].seen.append(1)
    assert (first["test_a"](), second["test_a"]()) == ([1], [])
    (tmp_path / "plain.py").write_text("import helpers\n")
    with pytest.raises(LabBroken, match=r"plain\.py cannot be loaded: ModuleNotFoundError"):
        load(read(tmp_path / "plain.py"))


def test_assert_in_it_is_explained_as_the_tests_own(tmp_path: Path) -> None:
    """With its values, and its line."""
    helpers = "def demand(status):\n    assert 200 == status\n"
    lab_with(tmp_path, helpers, "from helpers import demand\ndef test_a():\n    demand(401)\n")
    (case,) = find_tests(tmp_path / "tests", read_helpers(tmp_path))
    with pytest.raises(AssertionError) as caught:
        load(case.script)["test_a"]()
    assert gist_of(explanation_of(caught.value), assertion_in(caught.value, case.script)) == "expected 200, got 401"
    assert place_of(caught.value, tmp_path) == "helpers.py:2"


def test_mistake_in_it_is_the_authors(tmp_path: Path) -> None:
    """The message names the file."""
    lab_with(tmp_path, "1 / 0\n", "def test_a(): ...\n")
    (case,) = find_tests(tmp_path / "tests", read_helpers(tmp_path))
    with pytest.raises(LabBroken, match=r"helpers\.py cannot be loaded: ZeroDivisionError"):
        load(case.script)
    (tmp_path / "helpers.py").write_text("def f(:\n")
    with pytest.raises(LabBroken, match=r"helpers\.py is no Python"):
        read_helpers(tmp_path)


@pytest.fixture
def judged(tmp_path: Path, judge: Judge, guests: Lab) -> Callable[..., Verdict]:
    """Judge a sound fix by a copy of the lab with a web app, whose author has changed something."""

    def judged(edit: Edit = lambda _: None, **files: str) -> Verdict:
        shutil.copytree(LABS / "guests", tmp_path / "guests")
        edit(tmp_path / "guests")
        sound = next(fix.files for fix in guests.sound_fixes)
        return judge.grade(load_lab(tmp_path / "guests"), {**sound, **files})

    return judged


def test_crash_in_it_is_told_with_its_line(judged: Callable[..., Verdict]) -> None:
    """An attack that has called it has repelled nothing."""

    def edit(folder: Path) -> None:
        (folder / "helpers.py").write_text((folder / "helpers.py").read_text() + "\n\ndef crash():\n    1 / 0\n")
        attack = folder / "exploits/union.py"
        text = (
            attack.read_text()
            .replace("import entries", "import crash, entries")
            .replace("    sql =", "    crash()\n    sql =")
        )
        attack.write_text(text)

    verdict = judged(edit)
    assert verdict.result is Result.ERROR
    assert verdict.fault is not None
    assert verdict.fault.where == "guests/helpers.py:10"


def test_program_cannot_import_it(judge: Judge, guests: Lab) -> None:
    """Neither the file nor the module is in the learner's sandbox."""
    spy = "import importlib.util, sys\nfound = [importlib.util.find_spec('helpers'), sys.modules.get('helpers')]\n"
    spy += "assert found == [None, None]\nimport pathlib\nassert not [*pathlib.Path('/lab').rglob('helpers*')]\n"
    for fix in guests.sound_fixes:
        text = fix.files["guests.py"]
        assert judge.grade(guests, {"guests.py": spy + text}).result is Result.PROVEN


def test_change_of_it_asks_for_a_new_proof(tmp_path: Path, guests: Lab) -> None:
    """It decides verdicts as a test does."""
    shutil.copytree(LABS / "guests", tmp_path / "guests")
    (tmp_path / "guests/helpers.py").write_text((LABS / "guests/helpers.py").read_text() + "# changed\n")
    lab = load_lab(tmp_path / "guests")
    assert lab.judged != guests.judged
    assert lab.mutated != guests.mutated
