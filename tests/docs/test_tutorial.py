"""The tutorial for authors, walked through as it is written."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from quintain.cli.main import main
from quintain.packs import Lab, load_lab, survey_pack

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/tutorial/your-first-lab.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`([^`\n]+)`(?:, from `\[run\]`|(, at its end))?:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)

MUTANT = re.compile(r"^\S+\.py:\d+ (\S+) (\w+)$", re.MULTILINE)


def written_files() -> Iterator[tuple[str, str]]:
    """Give each file that the page tells an author to write, in the order of the page."""
    for match in FILE.finditer(PAGE):
        if not match[2]:
            yield match[1], match[3]


def added_at_the_end() -> str:
    """Give what the page adds to lab.toml in its last step but one."""
    (added,) = (match[3] for match in FILE.finditer(PAGE) if match[2])
    return str(added)


def mend_sheet(sheet: Path, rest: str) -> None:
    """Do what the page says of lab.toml: a new title and weakness, and everything from [run] on."""
    head = sheet.read_text(encoding="utf-8").partition("[run]")[0]
    head = re.sub(r"^title = .*$", 'title = "Words that walk"', head, flags=re.MULTILINE)
    head = re.sub(r"^cwe = .*$", 'cwe = ["CWE-134"]', head, flags=re.MULTILINE)
    head = re.sub(r"^minutes = .*$", "minutes = 20", head, flags=re.MULTILINE)
    sheet.write_text(head + rest, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a copy of the pack with the lab as the tutorial leaves it."""
    root = tmp_path / "content/python-security"
    without = shutil.ignore_patterns("labs", "principles.toml", "checklist.toml")  # these name labs; this copy has none
    shutil.copytree(ROOT / "content/python-security", root, ignore=without)
    track = root / "tracks/main.toml"
    track.write_text(
        re.sub(r"^labs = .*\n", "", track.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8"
    )
    (command,) = re.findall(r"^\$ \./quintain (new lab .*)$", PAGE, re.MULTILINE)
    made = CliRunner().invoke(main, [*command.split(), "--pack", str(root)])
    assert made.exit_code == 0, made.output
    folder = root / "labs/greeting-cards"
    for name in ("starter", "tests", "exploits", "fixes"):
        shutil.rmtree(folder / name)
        (folder / name).mkdir()
    for name, text in written_files():
        path = folder / name
        if name == "lab.toml":
            mend_sheet(path, text)
            continue
        if name == "make_fixes.py":
            subprocess.run((sys.executable, "-c", text), cwd=root.parents[1], check=True)
            continue
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def lab(root: Path) -> Lab:
    """Load the lab of the tutorial."""
    return load_lab(root / "labs/greeting-cards")


def test_lab_of_the_tutorial_is_sound(root: Path, lab: Lab) -> None:
    """Whoever writes down what the page says has a lab without a single problem."""
    assert [str(problem) for problem in survey_pack(root).problems if "labs" in problem.path.parts] == []
    assert (lab.title, lab.run.target, len(lab.sound_fixes), len(lab.wrong_fixes)) == ("Words that walk", "cards", 2, 6)
    assert lab.find is not None
    spot, decoy = lab.find.spots[0], lab.find.decoys[0]
    lines = lab.starter["cards.py"].split("\n")
    assert "words.format" in lines[spot.first - 1]
    assert "settings.COUNTRY" in lines[decoy.first - 1]


def test_the_mutants_are_those_of_the_page(root: Path) -> None:
    """Five; one is equivalent, by the signature that the page names, and the sheet takes the reason."""
    words = ["mutate", "greeting-cards", "--list", "--pack", str(root)]
    before = CliRunner().invoke(main, words)
    assert before.exit_code == 0, before.output
    assert len(MUTANT.findall(before.output)) == 5
    signature = re.search(r'signature = "(\w+)"', added_at_the_end())
    assert signature
    assert ("allowlist-extended", signature[1]) in MUTANT.findall(before.output)
    sheet = root / "labs/greeting-cards/lab.toml"
    sheet.write_text(f"{sheet.read_text(encoding='utf-8')}\n{added_at_the_end()}", encoding="utf-8")
    assert [str(problem) for problem in survey_pack(root).problems if "labs" in problem.path.parts] == []


def test_lab_can_go_live(root: Path) -> None:
    """The last step of the page holds: live, and beside its topic."""
    sheet, track = root / "labs/greeting-cards/lab.toml", root / "tracks/main.toml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace('status = "draft"', 'status = "live"'), encoding="utf-8")
    topic = 'id = "format-strings"\ntitle = "Format string issues"\n'
    text = track.read_text(encoding="utf-8")
    assert topic in text
    assert topic in PAGE
    without_days, *_ = text.replace(topic, topic + 'labs = ["greeting-cards"]\n').partition("[[days]]")
    track.write_text(without_days, encoding="utf-8")  # the days are full of labs that this copy of the pack lacks
    problems = [problem for problem in survey_pack(root).problems if "lessons" not in problem.path.parts]
    assert {problem.id for problem in problems} == {"lab.W003", "lab.W005"}, "the page names these two as what is left"
    assert all(name in PAGE for name in ("lab.W003", "lab.W005"))


@pytest.mark.whole
@pytest.mark.matrix
def test_lab_of_the_tutorial_proves_itself(root: Path) -> None:
    """The page ends where it promises: every row agrees without a warning, and no mutant is left."""
    result = CliRunner().invoke(main, ["check", "greeting-cards", "--pack", str(root)])
    assert result.exit_code == 0, result.output
    assert "lab.W" not in result.output, result.output
    sheet = root / "labs/greeting-cards/lab.toml"
    sheet.write_text(f"{sheet.read_text(encoding='utf-8')}\n{added_at_the_end()}", encoding="utf-8")
    result = CliRunner().invoke(main, ["mutate", "greeting-cards", "--pack", str(root)])
    assert result.exit_code == 0, result.output
    assert "100.0 %" in result.output
