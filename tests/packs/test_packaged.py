"""Courses that are Python packages: found by their entry point, and never imported."""

import zipfile
from pathlib import Path

import pytest

from quintain.packs import load_pack, only_packaged_course, packaged_courses
from tests.packs.conftest import Folder


def install(site: Path, pack: Path, name: str, module: str) -> Path:
    """Put a pack into a folder of installed packages, as an installer would, and return the pack's folder there."""
    folder = site / module.replace(".", "/")
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise SystemExit('a course is data')\n")
    (folder / "pack").symlink_to(pack)
    metadata = site / f"course_{name.replace('-', '_')}-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.4\nName: course-{name}\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(f"[quintain.courses]\n{name} = {module}\n")
    return folder / "pack"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of installed packages that this process looks in."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


def test_course_that_is_a_package_is_found_and_not_imported(site: Path, pack: Folder) -> None:
    """Its name is that of the entry point; importing the package would end this process."""
    assert only_packaged_course() is None
    root = install(site, pack.root, "small", "small_course")
    assert packaged_courses() == {"small": root}
    assert only_packaged_course() == root
    assert load_pack(root).id == load_pack(pack.root).id


def test_none_of_several_is_the_only_one(site: Path, pack: Folder) -> None:
    """Which of them is taught is the operator's to say."""
    install(site, pack.root, "small", "small_course")
    install(site, pack.root, "another", "another_course")
    assert list(packaged_courses()) == ["another", "small"]
    assert only_packaged_course() is None


def test_what_is_no_folder_with_a_pack_is_no_course(site: Path, pack: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point may name what is missing, what lies in another package, what has no pack, or what is in a zip."""
    install(site, pack.root, "gone", "gone").unlink()
    install(site, pack.root, "inner", "outer.inner")
    (site / "course_inner-1.dist-info/entry_points.txt").write_text(
        "[quintain.courses]\na = nothing\nb = outer.inner\n"
    )
    archive = site.parent / "zipped.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("zipped/__init__.py", "")
        zipped.writestr("zipped/pack/pack.toml", (pack.root / "pack.toml").read_text())
        zipped.writestr("zipped-1.dist-info/METADATA", "Metadata-Version: 2.4\nName: zipped\nVersion: 1\n")
        zipped.writestr("zipped-1.dist-info/entry_points.txt", "[quintain.courses]\nzipped = zipped\n")
    monkeypatch.syspath_prepend(archive)
    assert packaged_courses() == {}
