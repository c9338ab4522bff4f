"""A folder is read as a submission, however hostile it is: nothing outside of it, and nothing that never ends."""

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from quintain.exports.errors import FolderRefused
from quintain.exports.submissions import read_submission
from tests.classroom import SHOP, make_lab

LAB = make_lab()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the lab's files."""
    place = tmp_path / "program"
    place.mkdir()
    (place / "shop.py").write_text("mine = 1\r\n", newline="")
    (place / "schema.sql").write_text(LAB.starter["schema.sql"])
    return place


def test_the_files_that_may_be_changed_are_read(folder: Path) -> None:
    """As they are, newlines included; all other files are left alone."""
    (folder / "other.py").write_bytes(b"\xff")
    (folder / "loop").symlink_to(".")
    found = read_submission(LAB, folder)
    assert (found.files, found.missing, found.ignored) == ({"shop.py": "mine = 1\r\n"}, (), ())


def test_a_folder_that_is_a_link_is_followed(folder: Path, tmp_path: Path) -> None:
    """Its owner has named it."""
    (tmp_path / "link").symlink_to(folder)
    assert read_submission(LAB, tmp_path / "link").files


def test_a_changed_file_that_nobody_may_change_is_told(folder: Path) -> None:
    """The original is judged; a link in its place is not followed."""
    (folder / "schema.sql").write_text("DROP TABLE staff")
    assert read_submission(LAB, folder).ignored == ("schema.sql",)
    (folder / "schema.sql").unlink()
    (folder / "schema.sql").symlink_to("/etc/passwd")
    assert read_submission(LAB, folder).ignored == ("schema.sql",)


def link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def linked_twice(path: Path) -> None:
    path.symlink_to(path)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listener(path: Path) -> None:
    with tempfile.TemporaryDirectory() as short:  # the path of a socket is short
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(f"{short}/s")
        Path(short, "s").rename(path)


def inner_folder(path: Path) -> None:
    path.mkdir()


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)  # a hole


def binary(path: Path) -> None:
    path.write_bytes(b"\x7fELF\xff")


def nul(path: Path) -> None:
    path.write_bytes(b"x = 1\0")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (link, "shop.py is a link"),
        (linked_twice, "shop.py is a link"),
        (pipe, "shop.py is no plain file"),
        (listener, "shop.py is no plain file"),
        (inner_folder, "shop.py is no plain file"),
        (large, "shop.py is larger than 256 kibibytes"),
        (binary, "shop.py is no text in UTF-8 (byte 5)"),
        (nul, "shop.py holds a NUL character"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
@pytest.mark.timeout(20)
def test_what_is_no_text_file_is_refused(folder: Path, make: Callable[[Path], None], words: str) -> None:
    """At once, in a sentence that names the file."""
    (folder / "shop.py").unlink()
    make(folder / "shop.py")
    with pytest.raises(FolderRefused) as refused:
        read_submission(LAB, folder)
    assert words in str(refused.value)


@contextmanager
def without_roots_rights() -> Iterator[None]:
    """Do as somebody who cannot read everything."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_file_that_cannot_be_read_is_refused() -> None:
    """Its owner reads why."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "shop.py").touch(mode=0)
        with without_roots_rights(), pytest.raises(FolderRefused, match=r"shop\.py cannot be read: Permission denied"):
            read_submission(LAB, folder)


def test_a_folder_behind_a_link_is_not_entered(tmp_path: Path) -> None:
    """A repository may have a link in place of a folder of the lab."""
    lab = replace(LAB, run=replace(LAB.run, editable=("app/shop.py",)), starter={"app/shop.py": SHOP})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/shop.py").write_text("secret")
    place = tmp_path / "program"
    place.mkdir()
    (place / "app").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderRefused, match=r"app/shop\.py lies behind a link"):
        read_submission(lab, place)


@pytest.mark.parametrize("name", ["nowhere", "file", "a\0b"])
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    """So is one without any file of the lab: the original would be judged, and its owner would not know."""
    (tmp_path / "file").touch()
    with pytest.raises(FolderRefused, match="cannot be read as a folder"):
        read_submission(LAB, tmp_path / name)
    with pytest.raises(FolderRefused, match=r"has none of the files of shop: shop\.py"):
        read_submission(LAB, tmp_path)


def test_a_missing_file_is_the_original(folder: Path) -> None:
    """As on the page, where a file that was not changed is the original; the command says so."""
    lab = replace(LAB, run=replace(LAB.run, editable=("shop.py", "more.py")))
    assert read_submission(lab, folder).missing == ("more.py",)
