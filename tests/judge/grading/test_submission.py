"""A submission is a mapping of editable text files; a folder is read without following anything in it."""

import pytest

from quintain.judge.errors import SubmissionRefused
from quintain.judge.grading.submission import MAX_BYTES, accept
from quintain.judge.judge import Judge
from quintain.packs.model.lab import Lab


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
