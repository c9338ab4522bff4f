"""The page on the CWE Top 25 is whole: 25 ranks, counts that are right, and lessons and labs that exist."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "docs/reference"
PAGE: Final = (FOLDER / "cwe-top-25.md").read_text(encoding="utf-8")
LABS: Final = ROOT / "content/python-security/labs"
STATES: Final = ("lab", "lesson", "touched", "not covered")
LINK: Final = re.compile(r"\[([^\]]+)\]\((\.\./[^)]+)\)")


def rows() -> list[list[str]]:
    """Return the cells of each entry, in the order of the page."""
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines()]
    return [cells for cells in found if len(cells) == 7 and cells[0].isdigit()]


def test_each_rank_has_one_row_and_no_weakness_is_named_twice() -> None:
    """From 1 to 25."""
    assert [int(row[0]) for row in rows()] == list(range(1, 26))
    assert len({row[1] for row in rows()}) == 25


def test_the_summary_counts_the_rows() -> None:
    """In each state."""
    counts = Counter(row[3].strip("*") for row in rows())

    assert set(counts) <= set(STATES)
    assert f"| {' | '.join(str(counts[state]) for state in STATES)} |" in PAGE


def test_a_lab_is_named_by_its_code_and_a_lesson_by_its_folder() -> None:
    """A lab that was renamed covers nothing."""
    for text, path in LINK.findall(PAGE):
        file = FOLDER / path
        assert (path, file.is_file()) == (path, True)
        if "/labs/" in path:
            assert tomllib.loads((file.parent / "lab.toml").read_text(encoding="utf-8"))["code"] == text
        else:
            assert file.parent.name == text


def test_each_lab_that_names_an_entry_is_in_its_row() -> None:
    """The page said "planned" of labs that were there, and did not name others."""
    sheets = [tomllib.loads(path.read_text(encoding="utf-8")) for path in LABS.glob("*/lab.toml")]
    missing = [
        (row[0], sheet["code"])
        for row in rows()
        for sheet in sheets
        if named(row) in sheet["cwe"] and f"[{sheet['code']}]" not in row[5]
    ]
    assert missing == []
    assert [row[0] for row in rows() if row[3] != "lab" for sheet in sheets if named(row) in sheet["cwe"]] == []
    assert "planned" not in PAGE


def named(row: list[str]) -> str:
    """Return the id of an entry's weakness."""
    return row[1].partition("]")[0].strip("[")


def test_what_has_a_lab_names_one() -> None:
    """And what is not covered names nothing."""
    assert [row[0] for row in rows() if row[3] == "lab" and not LINK.search(row[5])] == []
    assert [row[0] for row in rows() if "not covered" in row[3] and LINK.search(row[4] + row[5])] == []
