"""The pack in memory: read once, and in preview mode again whenever a file changed."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from quintain.catalog import pack_store
from quintain.catalog.pack_store import PackStore
from quintain.cli.new import write_pack
from quintain.packs import PackInvalid
from quintain.packs.model.pack import Pack
from tests.courses import small_course

COURSE = Path(__file__).parents[2] / "content" / "python-security"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the course that may be broken."""
    return Path(shutil.copytree(COURSE, tmp_path / "course"))


def look_again(store: PackStore) -> None:
    """Let the time pass after which a store looks again."""
    store._looked_at = float("-inf")


def test_a_broken_change_keeps_the_last_good_pack(folder: Path) -> None:
    """Authors go on seeing pages, with the problems above them, until the file is mended."""
    store = PackStore(folder, watched=True)
    good = store.pack()
    stamp = store.stamp
    text = (folder / "pack.toml").read_text()
    (folder / "pack.toml").write_text(text + "\nbroken = [")
    look_again(store)
    assert store.pack() is good
    assert store.problems
    assert store.stamp != stamp
    (folder / "pack.toml").write_text(text.replace("Python Security", "Python Safety"))
    look_again(store)
    assert store.pack().title != good.title
    assert store.problems == ()


def test_changes_of_a_pack_beside_are_followed(tmp_path: Path, settings: Settings) -> None:
    """One that breaks it, or takes a name of the course, keeps what was shown, and says why."""
    write_pack(tmp_path / "further", "Further")
    settings.BESIDE = (tmp_path / "further",)
    store = PackStore(small_course(), watched=True)
    good = store.pack()
    assert "notes" in good.labs
    sheet = tmp_path / "further/pack.toml"
    text = sheet.read_text()
    for broken, refusal in ((f"{text}\nbroken = [", ""), (text.replace("further", "python-security"), "name")):
        sheet.write_text(broken)
        look_again(store)
        assert store.pack() is good
        assert bool(store.problems) is not bool(refusal)
        assert refusal in store.refusal
    sheet.write_text(text.replace("Further", "Anew"))
    look_again(store)
    assert store.pack() is not good
    assert (store.problems, store.refusal) == ((), "")


def test_a_change_is_not_looked_for_outside_preview(folder: Path) -> None:
    """A class sees one course from start to end."""
    store = PackStore(folder, watched=False)
    good = store.pack()
    (folder / "pack.toml").unlink()
    look_again(store)
    assert store.pack() is good


def test_a_pack_that_never_loaded_says_why(tmp_path: Path) -> None:
    """There is nothing to show instead."""
    with pytest.raises(PackInvalid):
        PackStore(tmp_path, watched=True).pack()


def test_what_is_kept_with_a_pack_goes_with_it(course: Pack) -> None:
    """It is read once for each argument, and again for the next pack."""
    asked: list[tuple[str, str]] = []

    @pack_store.kept_with_pack
    def title(before: str) -> str:
        asked.append((before, pack_store.current_pack().title))
        return f"{before} {pack_store.current_pack().title}"

    assert [title("One"), title("Two"), title("One")] == [f"{word} {course.title}" for word in ("One", "Two", "One")]
    assert len(asked) == 2
    pack_store.put(replace(course, title="Another course"))
    assert title("One") == "One Another course"
    assert title("One") == "One Another course"
    assert len(asked) == 3
