"""``quintain rejudge`` writes what is to be done, and the server does it, with the real judge."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from quintain.packs import load_pack
from quintain.web.folder import DataFolder
from tests.courses import small_course
from tests.databases import put_database
from tests.processes import environment

LONGEST_SECONDS: Final = 240.0
PROVE: Final = """
import sys
import django
django.setup()
from uuid import UUID
from quintain.attempts.models import Submission, SubmissionCounter, Workspace
from tests.people import make_student
for number in (1, 2):
    space = Workspace.objects.create(user=make_student(f"s{number}", f"S{number}"), lab=UUID(sys.argv[1]))
    Submission.objects.create(
        workspace=space, sequence=SubmissionCounter.objects.create().pk, kind="verdict", number=1, state="finished",
        result="proven", files={}, lab_digest="before",
    )
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which two learners have proven a lab with its original code, as no judge would say today."""
    put_database(tmp_path / "data")
    lab = load_pack(small_course()).labs["redos"]
    settings = {"QUINTAIN_DATA": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
    subprocess.run(
        [sys.executable, "-c", PROVE, str(lab.uuid)],
        check=True,
        env=environment() | settings,
        cwd=Path(__file__).parents[2],
    )
    return tmp_path / "data"


def run(data: Path, *words: str, status: int = 0) -> str:
    """Run a command, and return what it has printed."""
    command = [
        sys.executable,
        "-m",
        "quintain.cli",
        "rejudge",
        *words,
        "--pack",
        str(small_course()),
        "--data",
        str(data),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment())
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def serve(data: Path) -> subprocess.Popen[str]:
    """Start a server."""
    command = [sys.executable, "-m", "quintain.cli", "serve", "--no-browser", "--port", "0", "--data", str(data)]
    return subprocess.Popen(
        [*command, "--pack", str(small_course())],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment() | {"QUINTAIN_WARM_UP": "0"},
    )


def test_a_run_is_asked_for_stopped_and_let_go_on_without_a_server(data: Path) -> None:
    """It waits for one; what is wrong is said in a sentence."""
    assert "Name a lab" in run(data, "start", status=2)
    assert "No class has this title" in run(data, "start", "redos", "--class", "none", status=1)
    assert "no lab with the name “nothing”" in run(data, "start", "nothing", status=1)
    number = run(data, "start", "--changed").split()[0]
    assert "0 of 2" in run(data, "list")
    assert "already" in run(data, "start", "redos", status=1)
    run(data, "stop", number)
    assert "stopped" in run(data, "list")
    run(data, "resume", number)
    assert "no such run" in run(data, "stop", "x", status=1)
    assert run(data, "report", number).count("\n") == 1


@pytest.mark.whole
def test_a_server_that_is_killed_goes_on_with_the_run(data: Path) -> None:
    """Each attempt is judged by the real judge, once, and the verdicts that learners have stay."""
    number = run(data, "start", "redos").split()[0]
    for done in ("1 of 2", "2 of 2"):
        server = serve(data)
        try:
            last = time.monotonic() + LONGEST_SECONDS
            while done not in (listed := run(data, "list")):
                assert time.monotonic() < last, DataFolder(data).log.read_text()
                time.sleep(0.1)
                if done == "1 of 2" and "2 of 2" in listed:
                    break
        finally:
            server.kill()
            server.wait()
    rows = run(data, "report", number).splitlines()[1:]
    assert ['"held-to-broken"' in row for row in rows] == [True, True]
    assert ['"proven","still-open"' in row for row in rows] == [True, True]
