"""Every path leads where it says, as the system, ``pathlib`` and GNU tar read it."""

import ntpath
import os.path
import random
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.payloads import paths
from quintain.judge.payloads.drawing import Dimension

seeds = st.integers(0, 2**63)


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def until_nothing_changes(text: str) -> str:
    while (further := unquote(text)) != text:
        text = further
    return text


@pytest.mark.parametrize(
    ("wrappings", "undo"),
    [
        (paths.PLAIN, str),
        (paths.PERCENT, unquote),
        (paths.TWICE, until_nothing_changes),
        (paths.FULL_WIDTH, plain),
        (paths.WIDE_WITHIN_PERCENT, lambda text: plain(unquote(text))),
        (paths.CUT, lambda text: text.replace("../", "")),
    ],
)
@given(seed=seeds, up=st.integers(1, 3))
def test_escape_leads_out(wrappings: Dimension[paths.Wrapping], undo: Callable[[str], str], seed: int, up: int) -> None:
    """Once it is unwrapped, the path is the target's, from as many folders above."""
    ways = {"": "{up}{target}"} if wrappings is paths.CUT else paths.WAYS
    drawn = paths.escapes(random.Random(seed), "safe/code.txt", up=up, wrappings=wrappings, ways=ways, many=6)
    for name, payload in drawn.items():
        led = os.path.normpath(PurePosixPath("/a/b/c/d", undo(payload)))
        assert led == str(PurePosixPath("/a/b/c/d").parents[up - 1] / "safe/code.txt"), (name, payload)


def test_every_wrapping_hides_the_slash_or_the_dots() -> None:
    """A check before unwrapping sees no ``../``."""
    for wrappings in (paths.PERCENT, paths.TWICE, paths.FULL_WIDTH, paths.WIDE_WITHIN_PERCENT):
        for payload in paths.escapes(random.Random(1), "safe", wrappings=wrappings, many=None).values():
            assert "../" not in payload


def test_root_drops_the_folder_before(tmp_path: Path) -> None:
    """Joined to a folder, each opens the very file."""
    target = tmp_path / "code.txt"
    target.write_text("secret")
    for name, payload in paths.roots(random.Random(1), str(target), many=None).items():
        assert (tmp_path / "inside" / payload).read_text() == "secret", name
        assert Path(os.path.join(tmp_path, "inside", payload)).read_text() == "secret", name  # noqa: PTH118  as programs do


def test_neighbour_begins_with_the_folder(tmp_path: Path) -> None:
    """Compared as text the path is inside, and the file is the neighbour's."""
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna-weiss").mkdir()
    (tmp_path / "anna-weiss" / "code.txt").write_text("secret")
    for name, payload in paths.neighbours(random.Random(1), "anna", "anna-weiss", "code.txt", many=None).items():
        led = (tmp_path / "anna" / payload).resolve()
        assert str(led).startswith(str(tmp_path / "anna")), name
        assert not led.is_relative_to(tmp_path / "anna"), name
        assert led.read_text() == "secret", name


@given(seed=seeds, up=st.integers(1, 3))
def test_windows_path_leads_out(seed: int, up: int) -> None:
    """As Windows reads it, which has two separators."""
    for name, payload in paths.windows(random.Random(seed), "safe.txt", up=up, many=None).items():
        led = ntpath.normpath(PureWindowsPath("C:\\a\\b\\c\\d", payload))
        assert led == str(PureWindowsPath("C:\\a\\b\\c\\d").parents[up - 1] / "safe.txt"), name


@pytest.mark.skipif(shutil.which("tar") is None, reason="this machine has no tar")
def test_tar_unquotes_octal_names(tmp_path: Path) -> None:
    """Behind ``--`` too, GNU tar packs a file out of the folder, and no name holds a slash."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "ledger.txt").write_text("secret")
    for name, payload in paths.octal(random.Random(1), "ledger.txt", many=None).items():
        packed = subprocess.run(
            ["tar", "--create", "--file", "-", "--directory", "inbox", "--", payload],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert "/" not in payload
        assert b"secret" in packed.stdout, name


def test_links_lead_to_the_target(tmp_path: Path) -> None:
    """One after the other laid, the last name opens the file."""
    (tmp_path / "safe").mkdir()
    (tmp_path / "safe" / "code.txt").write_text("secret")
    for number, (name, links) in enumerate(
        paths.links(random.Random(1), "letter.txt", "../safe/code.txt", many=None).items()
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        for where, target in links:
            (folder / where).symlink_to(target)
        assert (folder / "letter.txt").read_text() == "secret", name


def test_template_stays_a_template() -> None:
    """Whatever a path is wrapped in, a field in it can be filled afterwards."""
    wrappings = {**paths.PERCENT, **paths.TWICE, **paths.FULL_WIDTH, **paths.WIDE_WITHIN_PERCENT}
    for name, payload in paths.escapes(random.Random(1), "{keeper}/safe", wrappings=wrappings, many=None).items():
        assert "../anna/safe" in until_nothing_changes(plain(unquote(payload.format(keeper="anna")))).replace(
            "./anna/..", "."
        ).replace("..//", "../").replace(".././", "../").replace("../anna/../anna", "../anna"), (name, payload)
