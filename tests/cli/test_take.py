"""What take writes, and where it refuses to."""

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quintain.cli.main import main
from quintain.cli.places import near
from tests.courses import COURSE


def take(*words: str) -> Result:
    return CliRunner().invoke(main, ["take", *words, "--pack", str(COURSE)])


def test_a_lab_is_written_and_the_way_on_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that grades it."""
    monkeypatch.chdir(tmp_path)
    result = take("A09", "sql")
    assert result.exit_code == 0, result.output
    assert "quintain grade sql-login sql/program" in result.output
    assert (tmp_path / "sql/program/shop.py").is_file()
    assert "UNION" not in (tmp_path / "sql/README.md").read_text()


@pytest.mark.parametrize("called", ["./quintain", "../my clone/quintain"])
def test_the_way_on_is_the_command_as_it_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: str
) -> None:
    """A clone's script is on no PATH, and is called by its place; the line can be copied into a shell."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUINTAIN_CALLED_AS", called)
    last = take("A09", "my shop").output.splitlines()[-1]
    assert shlex.split(last) == [called, "grade", "sql-login", "my shop/program", "--pack", near(COURSE)]


def test_the_script_of_a_clone_says_how_it_was_called() -> None:
    """In the environment, before it hands on."""
    script = (COURSE.parents[1] / "quintain").read_text(encoding="utf-8")
    assert '\nexport QUINTAIN_CALLED_AS="$0"\n' in script.partition("exec ")[0]


def test_a_folder_that_is_taken_stays_as_it_is(tmp_path: Path) -> None:
    """So does one that cannot be made; the status is that of wrong use."""
    (tmp_path / "mine").write_text("precious")
    for name, told in (("", "is not empty"), ("mine", "is no folder"), ("mine/below", "cannot be written")):
        result = take("tour", str(tmp_path / name))
        assert (result.exit_code, told in result.output) == (2, True), result.output
    assert (tmp_path / "mine").read_text() == "precious"
