"""One sandbox and one judge for all tests of this room, and small labs, one for each profile."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quintain.judge.judge import Judge
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab
from quintain.sandbox import Sandbox

collect_ignore = ["labs"]  # the tests in there are the labs' own

LABS = Path(__file__).parent / "labs"


@pytest.fixture(scope="session")
def judge(sandbox_folder: Path) -> Iterator[Judge]:
    """A judge whose runtimes are made once."""
    with Sandbox(sandbox_folder) as sandbox:
        yield Judge(sandbox)


@pytest.fixture(scope="session")
def labs() -> dict[str, Lab]:
    """The labs of this room by slug."""
    return {folder.name: load_lab(folder) for folder in LABS.iterdir() if (folder / "lab.toml").exists()}


@pytest.fixture
def notes(labs: dict[str, Lab]) -> Lab:
    """The lab with functions."""
    return labs["notes"]


@pytest.fixture
def guests(labs: dict[str, Lab]) -> Lab:
    """The lab with a web app."""
    return labs["guests"]


@pytest.fixture
def count(labs: dict[str, Lab]) -> Lab:
    """The lab with a program."""
    return labs["count"]


@pytest.fixture
def fix(notes: Lab) -> Callable[[str], dict[str, str]]:
    """Give the files of a finished attempt of the lab with functions."""
    return lambda name: dict(next(each.files for each in notes.fixes if each.name == name))
