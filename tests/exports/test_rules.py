"""Configurations are such that the linters take them, and find with them what they should."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from quintain.exports.rules import LINTER_FILES, ChecklistRow, to_markdown
from quintain.packs.model.checklist import LabCheck

BIN = Path(sys.executable).parent
SQL = LabCheck("shop", "Bound?", "Strings.", ("S608",), ("B608",), ("python.lang.x.y",), ("shop.py",))
NONE = LabCheck("tour", "Whole?", "No rule knows.")
ROWS = (
    ChecklistRow("A09", "Sign-in", "SQL injection, CWE-89", "proven at attempt 3", "Look.", "Bound?", SQL),
    ChecklistRow("A00", "Tour", "Part, CWE-187", "not proven, attempt 2", "Look for code.", "", NONE),
)
FLAWED = (
    "import pickle\n\n\ndef find(db, name):\n    return db.execute(f\"SELECT * FROM staff WHERE name = '{name}'\")\n"
)


def found(command: list[str], folder: Path) -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder).stdout


@pytest.mark.parametrize("name", ["ruff.toml", "pyproject.toml"])
def test_ruff_takes_the_configuration(tmp_path: Path, name: str) -> None:
    """And adds the rules to its own."""
    (tmp_path / name).write_text(LINTER_FILES[name](ROWS))
    (tmp_path / "shop.py").write_text(FLAWED)
    codes = {
        each["code"]
        for each in json.loads(found([f"{BIN}/ruff", "check", "--no-cache", "--output-format", "json"], tmp_path))
    }
    assert codes == {"S608", "F401"}


@pytest.mark.parametrize("name", ["bandit.yaml", "pyproject.toml"])
def test_bandit_takes_the_configuration(tmp_path: Path, name: str) -> None:
    """And runs these tests alone: the import of pickle is none of them."""
    (tmp_path / name).write_text(LINTER_FILES[name](ROWS))
    (tmp_path / "shop.py").write_text(FLAWED)
    out = found([f"{BIN}/bandit", "-q", "-c", name, "-f", "json", "shop.py"], tmp_path)
    assert {each["test_id"] for each in json.loads(out)["results"]} == {"B608"}


def test_files_without_rules_are_still_files() -> None:
    """A list on which no lab has a rule."""
    for name, write in LINTER_FILES.items():
        text = write(ROWS[1:])
        if name.endswith(".toml"):
            tomllib.loads(text)
        elif name.endswith(".yaml"):
            assert yaml.safe_load(text) == {"tests": []}
        else:
            assert all(line.startswith("#") for line in text.splitlines())


def test_the_text_has_a_box_for_each_row() -> None:
    """An open lab has no question, which could give its fix away."""
    text = to_markdown("Mine", ROWS)
    assert text.count("- [ ] **") == 2
    assert "Bound?" in text
    assert "Ruff `S608`; Bandit `B608`; Semgrep `python.lang.x.y`. Strings." in text
    assert "Whole?" not in text
    assert "Look for code." in text
