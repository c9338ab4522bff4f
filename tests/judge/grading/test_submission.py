"""A submission is a mapping of editable text files; a folder is read without following anything in it."""

import os
from pathlib import Path

import pytest

from quintain.judge.errors import SubmissionRefused
from quintain.judge.grading.submission import MAX_BYTES, accept, read_submission
from quintain.judge.judge import Judge
from quintain.packs.model import Lab


def test_files_left_out_are_the_starters(notes: Lab) -> None:
    """Nothing submitted is the starter submitted."""
    assert accept(notes, {}) == {"notes.py": notes.starter["notes.py"]}


@pytest.mark.parametrize(
    "path",
    [
        "other.py",
        "./notes.py",
        "../notes.py",
        "/lab/notes.py",
        "notes.py/",
        "notes.py\0",
        "vault/key.txt",
        "NOTES.PY",
        "",
    ],
)
def test_path_that_is_not_editable_is_refused(notes: Lab, path: str) -> None:
    """Neither another file nor another spelling of an editable one."""
    with pytest.raises(SubmissionRefused, match="not a file that this lab lets you change"):
        accept(notes, {path: "x = 1"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * (MAX_BYTES + 1), "larger than 256 kibibytes"),
        ("ä" * (MAX_BYTES // 2 + 1), "larger than 256 kibibytes"),
        ("a\0b", "NUL"),
        ("\ud800", "half a character"),
        (b"bytes", "no text"),
        (None, "no text"),
    ],
)
def test_content_that_no_person_wrote_is_refused(notes: Lab, text: str, message: str) -> None:
    """Size counts in bytes, and only text counts as text."""
    with pytest.raises(SubmissionRefused, match=message):
        accept(notes, {"notes.py": text})


def test_text_of_a_subclass_is_refused(notes: Lab) -> None:
    """The judge never compares an object whose type it does not know."""
    with pytest.raises(SubmissionRefused):
        accept(notes, {"notes.py": type("Text", (str,), {})("x")})


def test_judge_refuses_before_any_box_opens(judge: Judge, notes: Lab) -> None:
    """A wrong file name is the caller's to show, not a verdict."""
    with pytest.raises(SubmissionRefused):
        judge.grade(notes, {"vault/pin.txt": "1"})


def test_folder_is_read(tmp_path: Path) -> None:
    """Editable files are found where they should be, and the others are left out."""
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg/mod.py").write_text("y = 'ä'\n")
    (tmp_path / "other.py").write_text("z = 3\n")
    assert read_submission(tmp_path, ["shop.py", "pkg/mod.py"]) == {"pkg/mod.py": "y = 'ä'\n"}


def test_link_is_not_followed(tmp_path: Path) -> None:
    """A link to a file of the server is refused, wherever on the path it stands."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/shop.py").write_text("secret")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "shop.py").symlink_to("/etc/passwd")
    (folder / "pkg").symlink_to(tmp_path / "secret")
    (folder / "gone.py").symlink_to("nowhere")
    for path in ("shop.py", "pkg/shop.py", "gone.py"):
        with pytest.raises(SubmissionRefused, match="no regular file"):
            read_submission(folder, [path])


def test_pipe_and_folder_are_no_files(tmp_path: Path) -> None:
    """Opening a pipe does not wait for its writer."""
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    for path in ("pipe.py", "folder.py"):
        with pytest.raises(SubmissionRefused, match="no regular file"):
            read_submission(tmp_path, [path])


def test_path_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """Even if a lab should ask for it."""
    (tmp_path / "work").mkdir()
    (tmp_path / "x.py").write_text("x")
    with pytest.raises(SubmissionRefused, match="leads out"):
        read_submission(tmp_path / "work", ["../x.py"])


def test_large_file_and_no_text_are_refused(tmp_path: Path) -> None:
    """Reading stops at the limit."""
    (tmp_path / "large.py").write_bytes(b"x" * (MAX_BYTES + 1))
    (tmp_path / "binary.py").write_bytes(b"\xff\xfe")
    with pytest.raises(SubmissionRefused, match="larger than"):
        read_submission(tmp_path, ["large.py"])
    with pytest.raises(SubmissionRefused, match="no UTF-8"):
        read_submission(tmp_path, ["binary.py"])
