"""The video of a lab: what ffmpeg is told, and what is said without it."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from quintain_tools.pictures import MOST_BYTES, too_big
from quintain_tools.screencast import Recorder, ScreencastError, encode
from quintain_tools.showroom import ShowroomError, environment, run

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def recorder(tmp_path: Path) -> Recorder:
    """Return one without a window, which is not needed for what is added."""
    return Recorder(cast("Page", None), tmp_path)


def test_what_does_not_change_is_one_picture_that_lasts(recorder: Recorder) -> None:
    """Waiting makes the video longer, and hardly bigger."""
    for picture, seconds in ((b"a", 1.0), (b"a", 2.5), (b"b", 0.4), (b"a", 1.0)):
        recorder.add(picture, seconds)
    assert recorder.frames == [("0000.png", 3.5), ("0001.png", 0.4), ("0002.png", 1.0)]
    assert recorder.seconds == pytest.approx(4.9)
    assert recorder.playlist() == (
        "ffconcat version 1.0\nfile 0000.png\nduration 3.50\nfile 0001.png\nduration 0.40\n"
        "file 0002.png\nduration 1.00\nfile 0002.png\n"
    )


def test_without_ffmpeg_it_says_where_it_is_from(
    recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And writes nothing."""
    recorder.add(b"a", 1)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ScreencastError, match="apt-get install ffmpeg"):
        encode(recorder, tmp_path / "lab.webm")
    assert not (tmp_path / "lab.webm").exists()


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg, which only those need who make the video")
def test_what_ffmpeg_cannot_read_is_told(recorder: Recorder, tmp_path: Path) -> None:
    """With its own words."""
    recorder.add(b"no picture", 1)
    with pytest.raises(ScreencastError, match=r"(?i)png"):
        encode(recorder, tmp_path / "lab.webm")


def test_pictures_that_are_too_big_together_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The limit is for all of them."""
    for name in ("a.webp", "b.webp"):
        (tmp_path / name).write_bytes(b"x" * (MOST_BYTES // 2))
    assert not too_big(tmp_path)
    (tmp_path / "c.webp").write_bytes(b"x")
    assert too_big(tmp_path)
    assert capsys.readouterr().out.splitlines()[-1] == f"{MOST_BYTES + 1} bytes of {MOST_BYTES}"


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    """No class can be made in a folder that no server has."""
    with pytest.raises(ShowroomError, match="No classroom has the data folder"):
        run(tmp_path / "none", "class", "list")


def test_settings_of_the_machine_do_not_reach_the_classroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database or an address that is set for another server is not used."""
    monkeypatch.setenv("QUINTAIN_DATABASE_URL", "postgresql://elsewhere/x")
    known = environment(tmp_path, QUINTAIN_CLASSROOM="1")
    code = "import os; print(sorted(name for name in os.environ if name.startswith('QUINTAIN_')))"
    done = subprocess.run((sys.executable, "-c", code), env=known, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['QUINTAIN_CLASSROOM', 'QUINTAIN_DATA']"
