"""The prose check finds each word of its list, and lets through what is excepted."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "tools" / "prose" / "codespell.toml"
SETTINGS = tomllib.loads(CONFIG.read_text())["tool"]["codespell"]
KNOWN = "albeit"
WORDS = (ROOT / "tools" / "prose" / "words.txt").read_text().splitlines()


def check(path: Path) -> str:
    """Return what the check says of one file, and see to it that it has read the file and not just failed."""
    command = (sys.executable, "-m", "codespell_lib", "--toml", str(CONFIG), str(path))
    with path.open("a") as file:
        file.write(f"\n{KNOWN}\n")
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    *said, last = done.stdout.splitlines()
    assert f"{KNOWN} ==>" in last
    assert done.stderr == ""
    return "\n".join(said)


def test_each_word_has_a_better_one_and_a_reason() -> None:
    """An entry without a reason would be obeyed, not understood; codespell reads it after the last comma."""
    assert [line for line in WORDS if not re.fullmatch(r"[a-z' -]+->[a-z', -]+, [a-z:' -]+", line)] == []


def test_the_list_is_sorted_and_names_a_word_once() -> None:
    """Two entries of one word would hide each other."""
    words = [line.split("->")[0] for line in WORDS]
    assert len(set(words)) == len(words)
    assert sorted(WORDS) == WORDS


def test_each_word_of_the_list_is_found(tmp_path: Path) -> None:
    """A phrase that the search does not take as one would never be reported."""
    words = [line.split("->")[0] for line in WORDS]
    page = tmp_path / "page.md"
    page.write_text("".join(f"It says: {word}, here.\n" for word in words))
    found = re.findall(r":(\d+): (.+?) ==>", check(page))
    assert found == [(str(number), word) for number, word in enumerate(words, 1)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page.md", "It stands there. <!-- codespell:ignore stands -->\n"),
        ("page.md", "<!-- codespell:ignore-next-line -->\nHe said: it is held out.\n"),
        ("program.py", 'print("whoever it was")  # codespell:ignore whoever\n'),
        ("lab.toml", 'why = "Whoever reads it."  # codespell:ignore whoever\n'),
        ("page.html", "<p>Open the door.</p>{# codespell:ignore door #}\n"),
    ],
)
def test_a_line_may_be_excepted(tmp_path: Path, name: str, text: str) -> None:
    """A quotation keeps its words, in each language that the check reads."""
    path = tmp_path / name
    path.write_text(text)
    assert check(path) == ""


@pytest.mark.parametrize(
    "text", ["Call `visitor`.\n", "It stands for a list.\n", "name = models.CharField(blank=True)\n"]
)
def test_code_and_sound_uses_are_let_through(tmp_path: Path, text: str) -> None:
    """A check that complains about names in code, or about plain English, would be switched off."""
    path = tmp_path / "page.md"
    path.write_text(text)
    assert check(path) == ""


def test_folders_that_are_not_yet_clean_exist() -> None:
    """An entry whose folder is gone would stay for ever."""
    assert [path for path in SETTINGS["skip"] if "/" in path and "*" not in path and not (ROOT / path).exists()] == []


def test_excepted_lines_are_still_somewhere() -> None:
    """A line that was changed or removed needs no exception any more."""
    lines = (ROOT / "tools" / "prose" / "lines.txt").read_text().splitlines()
    paths = [*(ROOT / "src").rglob("*.[pc]*"), *(ROOT / "content").rglob("*.*")]
    texts = [path.read_text() for path in paths if path.suffix in {".py", ".c", ".md", ".toml"}]
    assert [line for line in lines if not any(f"\n{line}\n" in text for text in texts)] == []
