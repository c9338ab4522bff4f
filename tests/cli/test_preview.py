"""The preview, from the command to the page that follows a change."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import httpx
import pytest
from click.testing import CliRunner
from rich.console import Console

from quintain.cli.main import main
from quintain.cli.preview import tell
from quintain.packs import Severity, survey_pack
from quintain.packs.problems import Problem
from quintain.server.links import by_address
from tests.packs.conftest import Folder, pack
from tests.signing_in import origin_of, sign_in

__all__ = ["pack"]
PATIENCE_SECONDS = 60


class Preview:
    """A preview that runs in a process of its own."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.said = folder / "said.txt"
        temporary = folder / "temporary"
        temporary.mkdir()
        self.temporary = temporary
        command = (sys.executable, "-m", "quintain.cli", "preview", "notes", "--no-browser", "--pack", str(root))
        environment = os.environ | {"TMPDIR": str(temporary), "QUINTAIN_DATA": str(folder / "data")}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        with self.said.open("w") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)

    def wait_for(self, text: str) -> str:
        """Return what the command printed once it holds a text."""
        return until(lambda: self.said.read_text() if text in self.said.read_text() else "", self.said.read_text)


def until(found: Callable[[], str], told: Callable[[], str] = str) -> str:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.1)
    raise AssertionError(told())


@pytest.fixture
def started(pack: Folder, tmp_path: Path) -> Iterator[Callable[[], Preview]]:
    """Start a preview, and end it whatever happens."""
    running: list[Preview] = []

    def start() -> Preview:
        running.append(Preview(pack.root, tmp_path))
        return running[-1]

    yield start
    for preview in running:
        with contextlib.suppress(ProcessLookupError):
            preview.process.kill()
        preview.process.wait()


def test_pages_follow_every_change_and_nothing_is_left_behind(pack: Folder, started: Callable[[], Preview]) -> None:
    """A draft is shown; a fault appears in terminal and page without a restart; Ctrl-C leaves no folder."""
    preview = started()
    said = preview.wait_for("Ctrl-C ends the preview")
    (link,) = re.findall(r"http://\S+", said)
    with httpx.Client(follow_redirects=True, trust_env=False) as visitor:
        page = sign_in(visitor, link)
        assert page.status_code == 200
        assert page.url.path.startswith("/labs/notes/")
        state = str(page.url.join("/preview/"))
        assert visitor.get(state).json()["problems"] == []
        before = visitor.get(state).json()["stamp"]

        pack.edit("labs/notes/lab.toml", "minutes = 15", "minutes = 0")
        until(lambda: "lab.E009" if "lab.E009" in visitor.get(state).text else "", lambda: visitor.get(state).text)
        assert visitor.get(state).json()["stamp"] != before
        preview.wait_for("lab.toml:6")

        pack.edit("labs/notes/lab.toml", "minutes = 0", "minutes = 15")
        until(lambda: "mended" if visitor.get(state).json()["problems"] == [] else "")

    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(PATIENCE_SECONDS) == 0
    assert "The preview has ended." in preview.said.read_text()
    assert list(preview.temporary.iterdir()) == []


@pytest.mark.whole
def test_broken_pack_is_waited_for(pack: Folder, started: Callable[[], Preview]) -> None:
    """A pack in pieces is told with its problems, and the preview begins once it is mended."""
    pack.edit("labs/notes/lab.toml", "minutes = 15", "minutes = 0")
    preview = started()
    said = preview.wait_for("The preview begins as soon as this is fixed.")
    assert "lab.E009" in said
    time.sleep(1)  # the watcher has to be on its feet
    pack.edit("labs/notes/lab.toml", "minutes = 0", "minutes = 15")
    preview.wait_for("Ctrl-C ends the preview")


def test_a_mutation_score_is_asked_for_later(pack: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    """Anyone who previews a course and changed nothing is not told to measure one; what else is missing is told."""
    survey = survey_pack(pack.root)
    problems = tuple(
        Problem(name, Severity.WARNING, PurePosixPath("labs/notes/lab.toml"), None, "Message.", "Remedy.")
        for name in ("lab.W003", "lab.W005")
    )
    tell(replace(survey, problems=problems), Console())
    said = capsys.readouterr().out
    assert ("lab.W003" in said, "lab.W005" in said) == (False, True)


def test_unknown_lab_is_told_at_once(pack: Folder) -> None:
    """Nothing starts for a lab that is not there."""
    result = CliRunner().invoke(main, ["preview", "note", "--pack", str(pack.root)])
    assert result.exit_code == 1
    assert 'Did you mean "notes"?' in result.output


@pytest.mark.whole
def test_killed_preview_takes_its_server_along(started: Callable[[], Preview]) -> None:
    """Even a hard kill leaves nothing that listens."""
    preview = started()
    said = preview.wait_for("Ctrl-C ends the preview")
    (link,) = re.findall(r"http://\S+", said)
    preview.process.kill()
    preview.process.wait(PATIENCE_SECONDS)

    def gone() -> str:
        try:
            httpx.get(by_address(origin_of(link)), trust_env=False)
        except httpx.ConnectError:
            return "gone"
        except httpx.TransportError:
            return ""  # cut off in the middle: it is going
        return ""

    assert until(gone) == "gone"
