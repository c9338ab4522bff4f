"""A new lab: whole or not there at all."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quintain.cli.main import main
from quintain.packs import load_lab
from tests.packs.conftest import PACK, TRACK, Folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a pack without any lab."""
    folder = Folder(tmp_path / "small")
    folder.write("pack.toml", PACK)
    folder.write("tracks/main.toml", TRACK.replace('labs = ["notes"]', ""))
    folder.write("runtimes/web.txt", "")
    return folder.root


def new(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["new", "lab", *words, "--pack", str(root)])


@pytest.mark.parametrize("profile", ["function", "http", "command"])
def test_new_lab_loads(root: Path, profile: str) -> None:
    """The lab is a sound draft with a uuid of its own, and the command says what to do next."""
    result = new(root, "two-dots", "--profile", profile)
    assert result.exit_code == 0, result.output
    assert "quintain check two-dots" in result.output
    lab = load_lab(root / "labs/two-dots")
    assert (lab.title, lab.code, lab.run.profile, lab.teaches) == ("Two dots", "Z01", profile, ("paths",))
    assert lab.uuid.version == 4


def test_options_reach_the_sheet(root: Path) -> None:
    """Title, code and topics are those asked for, whatever characters a title has."""
    assert (
        new(
            root, "a", "--title", 'The "odd" \\ one, Zoë', "--code", "B07", "--topic", "queries", "--topic", "paths"
        ).exit_code
        == 0
    )
    lab = load_lab(root / "labs/a")
    assert (lab.title, lab.code, lab.teaches) == ('The "odd" \\ one, Zoë', "B07", ("queries", "paths"))


def test_each_new_lab_gets_the_next_code(root: Path) -> None:
    """Codes do not clash, even beside a lab that is in pieces."""
    new(root, "a")
    (root / "labs/a/brief.md").unlink()
    new(root, "b")
    assert load_lab(root / "labs/b").code == "Z02"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("Two_Dots",), "is no slug"),
        (("../out",), "is no slug"),
        (("a", "--topic", "path"), 'Did you mean "paths"?'),
        (("a", "--code", "b7"), "is no code"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(root: Path, words: tuple[str, ...], says: str) -> None:
    """Nothing is written, and the sentence says what would be right."""
    result = new(root, *words)
    assert result.exit_code == 1
    assert says in result.output
    assert not (root / "labs").exists()


def test_folder_that_is_there_is_left_alone(root: Path) -> None:
    """No lab is ever written over another."""
    new(root, "a")
    (root / "labs/a/brief.md").write_text("mine", encoding="utf-8")
    result = new(root, "a")
    assert (result.exit_code, "already there" in result.output) == (1, True)
    assert (root / "labs/a/brief.md").read_text(encoding="utf-8") == "mine"


def test_half_a_lab_is_never_left(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If writing fails on the way, nothing stays behind."""

    def full(_path: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    assert new(root, "a").exit_code == 1
    assert list((root / "labs").iterdir()) == []


def test_no_pack_around_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of any pack the command says how to name one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUINTAIN_PACK", raising=False)
    result = CliRunner().invoke(main, ["new", "lab", "a"])
    assert result.exit_code == 1
    assert "--pack DIR" in result.output
