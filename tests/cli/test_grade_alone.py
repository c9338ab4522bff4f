"""The judge without the classroom: `quintain grade` with the packages of deploy/grade.txt and no others."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from quintain.packs import load_lab
from quintain.packs.model.lab import Expectation
from tests.courses import COURSE

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "deploy/grade.txt"

# An import of what another distribution brings fails, as it does where only these are installed.
ALONE = """
import sys
from importlib.machinery import PathFinder

class Alone(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in {absent!r} else PathFinder.find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Alone
from quintain.cli.main import main
main()
"""


def run_alone(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in an interpreter that has nothing but the packages of the lock."""
    locked = set(re.findall(r"^([a-z0-9-]+)==", LOCK.read_text(), re.MULTILINE)) | {"quintain"}
    absent = {
        module
        for module, names in packages_distributions().items()
        if not {canonicalize_name(name) for name in names} & locked
    }
    assert {"django", "channels", "uvicorn", "allauth"} <= absent
    program = ALONE.format(absent=sorted(absent))
    return subprocess.run(
        (sys.executable, "-c", program, *words), cwd=folder, capture_output=True, text=True, check=False, timeout=200
    )


def test_commands_of_the_classroom_say_what_is_missing(tmp_path: Path) -> None:
    """A sentence and the way out, and no traceback."""
    refused = run_alone(tmp_path, "serve", "--no-browser", "--port", "0", "--data", "data", "--pack", str(COURSE))
    assert refused.returncode == 1
    assert "is not installed here: this installation has the judge and not the classroom." in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.hostile
def test_a_fix_is_judged_without_the_classroom(tmp_path: Path) -> None:
    """A workflow installs half of the packages, and gets the same verdict."""
    taken = run_alone(tmp_path, "take", "tour", "lab", "--pack", str(COURSE))
    assert taken.returncode == 0, taken.stderr
    fix = next(fix for fix in load_lab(COURSE / "labs/tour").fixes if fix.expect is Expectation.PROVEN)
    shutil.copytree(COURSE / "labs/tour/fixes" / fix.name, tmp_path / "lab/program", dirs_exist_ok=True)
    holds = run_alone(tmp_path, "grade", "tour", "lab/program", "--pack", str(COURSE), "--junit", "junit.xml")
    assert (holds.returncode, holds.stderr) == (0, ""), holds.stdout
    assert (tmp_path / "junit.xml").is_file()
