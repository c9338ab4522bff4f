"""After a change only what changed is read again, and what is known then is what a new reading would find."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from quintain.packs import Lab, Problem, Remembered, Survey, labs, survey_pack
from tests.packs.conftest import Folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the labs that are read, in their order."""
    names: list[str] = []
    real = labs.read_lab

    def read_lab(folder: Path) -> tuple[Lab | None, Sequence[Problem]]:
        names.append(folder.name)
        return real(folder)

    monkeypatch.setattr("quintain.packs.loading.read_lab", read_lab)
    return names


def two_labs(pack: Folder) -> None:
    """Give the pack a second lab, beside its first."""
    for path in [path for path in (pack.root / "labs/notes").rglob("*") if path.is_file()]:
        text = path.read_text(encoding="utf-8").replace("L01", "L02")
        pack.write(f"labs/other/{path.relative_to(pack.root / 'labs/notes')}", text)


def same(first: Survey, second: Survey) -> bool:
    """Tell whether two surveys found the same."""
    return (first.pack, first.labs, first.problems) == (second.pack, second.labs, second.problems)


def test_only_the_folder_that_changed_is_read_again(pack: Folder, read: list[str]) -> None:
    """An edit of one lab took as long as the whole course, twice."""
    two_labs(pack)
    remembered = Remembered()
    survey_pack(pack.root, remembered)
    assert read == ["notes", "other"]
    survey_pack(pack.root, remembered)
    assert read == ["notes", "other"]
    pack.edit("labs/notes/lab.toml", "minutes = 15", "minutes = 0")
    broken = survey_pack(pack.root, remembered)
    assert read == ["notes", "other", "notes"]
    assert "lab.E009" in {problem.id for problem in broken.problems}
    assert same(broken, survey_pack(pack.root))
    pack.edit("labs/notes/lab.toml", "minutes = 0", "minutes = 15")
    read.clear()
    mended = survey_pack(pack.root, remembered)
    assert read == ["notes"]
    assert same(mended, survey_pack(pack.root))


@pytest.mark.parametrize("name", ["runtimes/web.txt", "weaknesses.toml", "runtimes/new.txt"])
def test_a_file_that_labs_share_has_all_of_them_read_again(pack: Folder, read: list[str], name: str) -> None:
    """A lock file or the pack's own weaknesses: a lab's digest and problems depend on them."""
    two_labs(pack)
    remembered = Remembered()
    survey_pack(pack.root, remembered)
    read.clear()
    pack.write(name, "# changed\n")
    found = survey_pack(pack.root, remembered)
    assert read == ["notes", "other"]
    assert same(found, survey_pack(pack.root))


def test_files_that_come_and_go_are_noticed(pack: Folder, read: list[str]) -> None:
    """In any folder of a lab, and whole labs."""
    remembered = Remembered()
    survey_pack(pack.root, remembered)
    pack.write("labs/notes/starter/deep/more.py", "x = 1\n")
    assert survey_pack(pack.root, remembered).labs["notes"].starter["deep/more.py"] == "x = 1\n"
    (pack.root / "labs/notes/starter/deep/more.py").unlink()
    assert "deep/more.py" not in survey_pack(pack.root, remembered).labs["notes"].starter
    assert read == ["notes"] * 3
    two_labs(pack)
    assert survey_pack(pack.root, remembered).lab_names == ("notes", "other")
