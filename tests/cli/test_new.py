"""A new lab: whole or not there at all."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quintain.cli.main import main
from quintain.packs import load_lab, survey_pack
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


def new_pack(*words: str) -> Result:
    return CliRunner().invoke(main, ["new", "pack", *words])


def test_new_pack_loads_whole(tmp_path: Path) -> None:
    """Not even a warning: a track, a live lesson with its notes, and a lab that the topic lists."""
    root = tmp_path / "courses/team-course"
    result = new_pack(str(root), "--title", 'Our "own" \\ course, Zoë')
    assert result.exit_code == 0, result.output
    assert "quintain check" in result.output
    survey = survey_pack(root)
    assert (survey.problems, survey.lab_names, survey.topics) == ((), ("notes",), ("paths",))
    assert survey.pack is not None
    assert (survey.pack.id, survey.pack.title) == ("team-course", 'Our "own" \\ course, Zoë')
    assert survey.pack.lessons["paths"].notes
    assert "__" not in "".join(path.read_text("utf-8") for path in root.glob("*.*"))
    uuids = {survey.pack.uuid, survey.labs["notes"].uuid, survey.pack.lessons["paths"].uuid}
    assert len(uuids) == 3


def test_new_lab_finds_its_place_in_a_new_pack(tmp_path: Path) -> None:
    """The next free code, and the topic of the track."""
    new_pack(str(tmp_path / "b"))
    assert new(tmp_path / "b", "two-dots").exit_code == 0
    lab = load_lab(tmp_path / "b/labs/two-dots")
    assert (lab.code, lab.teaches) == ("Z02", ("paths",))


def test_pack_is_never_written_over_anything(tmp_path: Path) -> None:
    """A folder that is there, and a name that could be none of a pack."""
    (tmp_path / "mine").mkdir()
    assert "already there" in new_pack(str(tmp_path / "mine")).output
    assert "is no slug" in new_pack(str(tmp_path / "My_Pack")).output
    assert [path.name for path in tmp_path.rglob("*")] == ["mine"]


def test_code_that_the_lesson_shows_runs(tmp_path: Path) -> None:
    """Its notes show what this prints."""
    new_pack(str(tmp_path / "b"))
    shown = "from inside import *; print((is_inside('../secrets.txt'), is_inside('plan..txt')))"
    ran = subprocess.run(
        [sys.executable, "-c", shown], cwd=tmp_path / "b/lessons/paths", capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() in (tmp_path / "b/lessons/paths/notes.md").read_text(encoding="utf-8")
