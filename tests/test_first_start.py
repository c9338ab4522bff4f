"""The script that starts Quintain from a clone, with a uv that installs nothing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
UV = """#!/bin/sh
case "$1" in
    run) pwd ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a folder with all that the script reads."""
    folder = tmp_path / "clone"
    (folder / "frontend").mkdir(parents=True)
    for name in ("quintain", "requirements.txt", "pyproject.toml", "hatch_build.py"):
        shutil.copy(REPOSITORY / name, folder)
    (folder / ".venv").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/uv").write_text(UV)
    (tmp_path / "bin/uv").chmod(0o755)
    return folder


def test_paths_are_read_from_the_callers_folder(clone: Path, tmp_path: Path) -> None:
    """The first time, when everything is installed, as each time after it; a workflow has a first time only."""
    caller = tmp_path / "caller"
    caller.mkdir()
    env = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    for _ in range(2):
        done = subprocess.run(
            ["../clone/quintain", "grade"], cwd=caller, env=env, check=True, capture_output=True, text=True
        )
        assert done.stdout.strip() == str(caller), done.stderr
    assert (clone / ".venv/quintain-stamp").exists()
