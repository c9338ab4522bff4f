"""A private PostgreSQL for these tests, a new database for each, and a filled data folder."""

import itertools
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import psycopg
import pytest

from tests.postgresql import MISSING, ROOT, find_programs, private_server
from tests.processes import environment

PROGRAMS: Final = find_programs()
_numbers = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the server's first database."""
    if PROGRAMS is None:
        pytest.skip(MISSING)
    with private_server(PROGRAMS) as address:
        yield address


@pytest.fixture
def address(server: str) -> str:
    """The address of a new, empty database."""
    name = f"moved{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with rows in every table, which nobody changes."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    command = [sys.executable, "-m", "tests.server.moving.fill", str(folder), "3000"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment())
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def data(filled: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(filled, tmp_path / "data"))


type Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(address: str) -> Run:
    """Run a command of Quintain with the new database; ``first`` is Python that runs before it."""

    def run(*words: str, first: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-c", f"{first}\nfrom quintain.cli.main import main\nmain()", *words],
            check=False,
            capture_output=True,
            text=True,
            env=environment(QUINTAIN_DATABASE_URL=address) | settings,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run
