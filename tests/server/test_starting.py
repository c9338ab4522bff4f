"""The steps of a start refuse with a sentence and the way out."""

from pathlib import Path

import pytest

from quintain.server import starting
from quintain.server.starting import StartRefused, load_course, require_sandbox
from quintain.web.folder import DataFolder
from tests.packs.conftest import Folder, pack
from tests.packs.test_packaged import install, site

__all__ = ["pack", "site"]  # fixtures


@pytest.mark.parametrize(
    ("name", "possible"),
    [("QUINTAIN_BOXES", "it may be cold or warm"), ("QUINTAIN_GROUPS", "it may be unused or used")],
)
def test_unknown_kind_of_boxes_refuses_the_start(
    name: str, possible: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server does not choose another kind in silence, and says which there are."""
    monkeypatch.setenv(name, "lukewarm")
    with pytest.raises(StartRefused, match=f"{name} is 'lukewarm'; {possible}") as refused:
        require_sandbox(DataFolder(tmp_path))
    assert f"Correct or unset {name}." in refused.value.remedy


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start where there is no pack, from a program that is in no clone."""
    folder = tmp_path / "outside"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("QUINTAIN_PACK", raising=False)
    monkeypatch.delenv("QUINTAIN_BESIDE", raising=False)
    monkeypatch.setattr(starting, "__file__", str(folder / "starting.py"))
    return folder


def test_course_that_is_installed_as_a_package_is_taught(outside: Path, site: Path, pack: Folder) -> None:
    """Without a word, and by its name; the pack around the current folder goes before it."""
    root = install(site, pack.root, "small", "small_course")
    data = DataFolder(outside / "data")
    assert load_course(None, data).root == root
    assert load_course(Path("small"), data).root == root
    with pytest.MonkeyPatch.context() as elsewhere:
        elsewhere.chdir(pack.root / "labs")
        assert load_course(None, data).root == pack.root


def test_start_without_a_course_or_with_several_names_the_way_out(outside: Path, site: Path, pack: Folder) -> None:
    """None is chosen in silence."""
    data = DataFolder(outside / "data")
    with pytest.raises(StartRefused, match="There is no course pack here") as none:
        load_course(None, data)
    assert "quintain new pack NAME" in none.value.remedy
    install(site, pack.root, "small", "small_course")
    install(site, pack.root, "other", "other_course")
    with pytest.raises(StartRefused, match="Several courses are installed: other, small") as several:
        load_course(None, data)
    assert several.value.remedy == "Name one with --pack."
    assert load_course(Path("other"), data).root.parent.name == "other_course"
