"""A text is looked for in the files of a box piece by piece, and found wherever it is."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from quintain.judge.grading import folders
from quintain.judge.grading.folders import CHUNK_BYTES, Folders

SECRET = "canary-0123456789ab"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Folders]:
    """Look below a folder as if it were that of a box."""
    handle = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
    yield Folders({"/lab": handle})
    os.close(handle)


@pytest.mark.parametrize("before", [0, 1, -1, -len(SECRET) + 1, -len(SECRET), CHUNK_BYTES - 7])
def test_a_text_is_found_on_both_sides_of_a_piece(lab: Folders, tmp_path: Path, before: int) -> None:
    """Also where a file has so much in front of it that one read ends in its middle."""
    start = CHUNK_BYTES + before
    (tmp_path / "log").write_bytes(b"x" * start + SECRET.encode() + b"x" * 9)
    (tmp_path / "other").write_bytes(b"x" * start + SECRET[:-1].encode() + b"x" * CHUNK_BYTES)
    assert lab.search(SECRET) == {"found": ["/lab/log"]}


def test_more_than_can_be_searched_is_no_answer(lab: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count together: a secret behind the last of them would count as none found."""
    monkeypatch.setattr(folders, "MAX_SEARCHED_BYTES", 2000)
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"x" * 1000)
    assert lab.search(SECRET) == {"found": []}
    (tmp_path / "c").write_text(SECRET)
    assert lab.search(SECRET) == {"found": None}
