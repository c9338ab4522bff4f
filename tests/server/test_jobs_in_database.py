"""Jobs are in the database if processes share it and a key, and in memory otherwise; see `tests/server/jobs`."""

import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from quintain.server.secret_key import read_secret_key
from tests.postgresql import MISSING, find_programs, private_server, run_pytest
from tests.processes import environment
from tests.sampling import RUN
from tests.valkey import MISSING as VALKEY_MISSING
from tests.valkey import find_program

PROGRAMS = find_programs()
KEY = secrets.token_urlsafe(48)
FOLDERS = ("tests/server/jobs", "tests/server/shared")


@pytest.mark.skipif(PROGRAMS is None, reason=MISSING)
def test_jobs_in_the_database(tmp_path: Path) -> None:
    """All tests of those folders, in a server of their own; ``shared`` has what else processes share."""
    assert PROGRAMS
    with private_server(PROGRAMS) as address:
        done = run_pytest(address, ["-q", "-p", "no:xdist", *RUN.words, *FOLDERS], QUINTAIN_SECRET_KEY=KEY)
    assert done.returncode == 0, done.stdout
    if find_program() is None:
        pytest.skip(f"the rest holds; {VALKEY_MISSING}")
    assert "skipped" not in done.stdout


def test_a_server_by_itself_loads_nothing_of_it() -> None:
    """Neither Procrastinate nor a driver of PostgreSQL."""
    code = "import sys, quintain.server.asgi; print({'procrastinate', 'psycopg'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, env=environment())
    assert (done.stdout, done.returncode) == ("set()\n", 0), done.stderr


def test_a_shared_key_is_read_from_a_file_of_its_owner(tmp_path: Path) -> None:
    """The file goes before the variable."""
    file = tmp_path / "key"
    file.write_text(KEY + "\n")
    file.chmod(0o640)
    assert read_secret_key({"QUINTAIN_SECRET_KEY_FILE": str(file), "QUINTAIN_SECRET_KEY": "x" * 40}) == KEY
    assert read_secret_key({"QUINTAIN_SECRET_KEY": KEY}) == KEY
    assert read_secret_key({}) == read_secret_key({"QUINTAIN_SECRET_KEY_FILE": " "}) == ""


def test_a_key_that_others_know_or_guess_is_refused(tmp_path: Path) -> None:
    """No message repeats it."""
    file = tmp_path / "key"
    file.write_text(KEY)
    file.chmod(0o644)
    for refused, why in (
        ({"QUINTAIN_SECRET_KEY_FILE": str(file)}, "Others can read"),
        ({"QUINTAIN_SECRET_KEY_FILE": str(tmp_path / "none")}, "cannot be read"),
        ({"QUINTAIN_SECRET_KEY": "s3cret-word"}, "at least 32 letters"),
    ):
        with pytest.raises(ImproperlyConfigured, match=why) as told:
            read_secret_key(refused)
        assert KEY not in str(told.value)
        assert "s3cret" not in str(told.value)
