"""The bytes of a pack file depend on the pack's files alone, and nothing comes along that is no part of a pack."""

import io
import os
from pathlib import Path

import pytest

from quintain.packs import PackInvalid, load_pack, own_weaknesses, root_sheets
from quintain.packs.packed.archive import contents_of, read_pack_file
from quintain.packs.packed.building import build
from quintain.packs.packed.errors import PackFileRefused
from quintain.packs.packed.paths import ROOT_FILES, ROOT_FOLDERS
from tests.packs.conftest import Folder, pack
from tests.packs.packed.making import build_file

__all__ = ["pack"]


@pytest.fixture
def versioned(pack: Folder) -> Folder:
    """Give a sound pack with a version."""
    pack.edit("pack.toml", 'code = "S-1"\n', 'code = "S-1"\nversion = "1.2"\nquintain = "0.1"\n')
    return pack


def built(folder: Folder) -> bytes:
    target = io.BytesIO()
    build(folder.root, target)
    return target.getvalue()


def test_the_same_files_give_the_same_bytes(versioned: Folder, tmp_path: Path) -> None:
    """Times, modes, proofs and litter do not count."""
    before = built(versioned)
    for path in [each for each in versioned.root.rglob("*") if each.is_file()]:
        os.utime(path, (1, 1))
        path.chmod(0o755)
    versioned.write("labs/notes/proof.json", "{}")
    versioned.write("labs/notes/__pycache__/x.pyc", "x")
    versioned.write("labs/notes/notes.py~", "x")
    assert built(versioned) == before


def test_what_is_unpacked_is_the_pack(versioned: Folder, tmp_path: Path) -> None:
    """Loaded again, it has the same digest."""
    pack_file = read_pack_file(build_file(versioned.root, tmp_path / "x.zip"))
    for file, content in contents_of(pack_file):
        (place := tmp_path / "out" / file.path).parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    assert load_pack(tmp_path / "out").digest == load_pack(versioned.root).digest
    manifest = pack_file.manifest
    assert (manifest.name, manifest.version, manifest.quintain) == ("small", "1.2", "0.1")


def test_what_is_no_part_of_a_pack_stays_behind(versioned: Folder) -> None:
    """An author is told; a folder `.git` and what desktops leave behind is not worth a word."""
    versioned.write("notes-to-self.txt", "x")
    versioned.write("secrets/token", "x")
    versioned.write(".git/config", "x")
    versioned.write("README.md", "x")
    result = build(versioned.root, io.BytesIO())
    assert result.left_out == ("notes-to-self.txt", "secrets")
    paths = [file.path for file in result.manifest.files]
    assert "README.md" in paths
    assert not any("secret" in path or ".git/" in path for path in paths)


def test_every_file_that_a_pack_is_read_from_is_packed() -> None:
    """A new sheet beside pack.toml would otherwise be lost on the way, without a word."""
    sheets = {value for name, value in vars(root_sheets).items() if name.isupper() and isinstance(value, str)}
    assert {"assessment.toml", "checklist.toml", "principles.toml"} <= sheets
    for name in (*sheets, own_weaknesses.SHEET, "pack.toml"):
        assert ROOT_FILES.fullmatch(name), name
    course = Path(__file__).parents[3] / "content" / "python-security"
    assert {each.name for each in course.iterdir() if not ROOT_FILES.fullmatch(each.name)} <= ROOT_FOLDERS


def test_a_pack_without_a_version_is_not_built(pack: Folder) -> None:
    """A version is what an operator compares."""
    with pytest.raises(PackFileRefused, match=r"pack\.toml has no version"):
        built(pack)


def test_a_pack_that_does_not_load_is_not_built(versioned: Folder) -> None:
    """Its author is told of each problem."""
    (versioned.root / "labs/notes/brief.md").unlink()
    with pytest.raises(PackInvalid):
        built(versioned)


@pytest.mark.parametrize("version", ["1.0.0.0", "v1", "01", "1.0rc1"])
def test_other_versions_are_not_read(pack: Folder, version: str) -> None:
    """One to three numbers, which compare in one way."""
    pack.edit("pack.toml", 'code = "S-1"\n', f'code = "S-1"\nversion = "{version}"\n')
    assert [problem.id for problem in pack.problems()] == ["pack.E009"]


def test_what_no_pack_file_holds_is_named(versioned: Folder) -> None:
    """A link, and a name that another system could not write."""
    (versioned.root / "runtimes/link").symlink_to("/etc/passwd")
    with pytest.raises(PackFileRefused, match="“runtimes/link” is a link"):
        built(versioned)
    (versioned.root / "runtimes/link").unlink()
    versioned.write("runtimes/nul.txt", "x")
    with pytest.raises(PackFileRefused, match=r"cannot become one file\. “runtimes/nul\.txt” has a name that Windows"):
        built(versioned)
