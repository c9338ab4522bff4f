"""A lab is written for one person into a folder that another person can reach, who leads the files elsewhere."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quintain.cli.main import main
from tests.courses import COURSE

type Attack = Callable[[Path], None]


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    """Return a folder of the person, in which nothing may be written."""
    (tmp_path / "precious").mkdir()
    return tmp_path / "precious"


@pytest.fixture
def attack_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Attack], None]:
    """Return what lets an attacker act right after a folder of a name was made or found, the best moment of a race."""

    def arrange(name: str, attack: Attack) -> None:
        real = os.mkdir

        def mkdir(path: str | Path, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
            try:
                real(path, mode, dir_fd=dir_fd)
            finally:
                if Path(path).name == name:
                    monkeypatch.setattr(os, "mkdir", real)
                    above = Path(f"/proc/self/fd/{dir_fd}").resolve() if dir_fd is not None else Path()
                    attack(above / path)

        monkeypatch.setattr(os, "mkdir", mkdir)

    return arrange


def take(folder: Path) -> Result:
    return CliRunner().invoke(main, ["take", "tour", str(folder), "--pack", str(COURSE)])


def swap_for_link(to: Path) -> Attack:
    """Return an attack that puts a link in the place of a new folder."""

    def attack(made: Path) -> None:
        made.rename(made.with_name("away"))
        made.symlink_to(to)

    return attack


@pytest.mark.parametrize("swapped", ["home", "program", ".github", "workflows"])
def test_a_folder_that_is_swapped_for_a_link_is_not_followed(
    swapped: str, precious: Path, tmp_path: Path, attack_after: Callable[[str, Attack], None]
) -> None:
    """At any depth; what was written before is where it was meant to be, or goes nowhere."""
    attack_after(swapped, swap_for_link(precious))
    result = take(tmp_path / "home")
    assert result.exit_code == 2, result.output
    assert "home" in result.output
    assert list(precious.iterdir()) == []


def test_a_folder_that_is_moved_away_takes_its_files_with_it(
    precious: Path, tmp_path: Path, attack_after: Callable[[str, Attack], None]
) -> None:
    """The folder that was opened is written to, whatever has its name since."""

    def attack(made: Path) -> None:
        made.parent.rename(tmp_path / "moved")
        made.parent.symlink_to(precious)

    attack_after("program", attack)
    assert take(tmp_path / "home").exit_code == 0
    assert (tmp_path / "moved/program/lockers.py").is_file()
    assert list(precious.iterdir()) == []


def test_a_file_that_is_there_first_is_not_written_through(
    precious: Path, tmp_path: Path, attack_after: Callable[[str, Attack], None]
) -> None:
    """Neither a link to a new file nor a file that another program has open."""
    attack_after("program", lambda made: (made / "lockers.py").symlink_to(precious / "new"))
    result = take(tmp_path / "home")
    assert (result.exit_code, "cannot be written" in result.output) == (2, True), result.output
    assert list(precious.iterdir()) == []


def test_a_link_in_the_place_of_the_folder_is_refused(precious: Path, tmp_path: Path) -> None:
    """Though it leads to an empty folder."""
    (tmp_path / "home").symlink_to(precious)
    result = take(tmp_path / "home")
    assert (result.exit_code, "home is no folder" in result.output) == (2, True), result.output
    assert list(precious.iterdir()) == []


def test_a_folder_of_another_person_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its owner could change what the person runs next; so could everybody in a folder that is open to all."""
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    result = take(tmp_path / "open")
    assert (result.exit_code, "Everybody can write to" in result.output) == (2, True), result.output
    (tmp_path / "theirs").mkdir()
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    result = take(tmp_path / "theirs")
    assert (result.exit_code, "belongs to another person" in result.output) == (2, True), result.output
    assert [*(tmp_path / "open").iterdir(), *(tmp_path / "theirs").iterdir()] == []
