"""The page on OWASP ASVS is whole: each requirement of levels 1 and 2 has one row, and what proves it exists."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs/reference/asvs.md").read_text(encoding="utf-8")
NUMBER: Final = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{1,2}\b")
PATH: Final = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|ts|html))`")
STATES: Final = ("met", "met, untested", "**not met**", "does not apply")
MOST_WORDS: Final = 10


@dataclass(frozen=True, slots=True)
class Row:
    """What the page says of one requirement."""

    number: str
    level: str
    about: str
    state: str
    how: str

    @property
    def chapter(self) -> str:
        """The chapter's number."""
        return self.number.partition(".")[0]


def rows() -> list[Row]:
    """Return the rows of all chapters, in the order of the page."""
    found = []
    for text in PAGE.splitlines():
        cells = [cell.strip() for cell in text.strip("|").split("|")]
        if text.startswith("|") and NUMBER.fullmatch(cells[0]):
            found.append(Row(*cells))
    return found


def required() -> list[tuple[str, str]]:
    """Return number and level of each requirement of levels 1 and 2, in the order of the standard."""
    with (Path(__file__).parent / "asvs-5.0.0.csv").open(encoding="utf-8", newline="") as file:
        return [(row["number"], row["level"]) for row in csv.DictReader(file)]


def test_each_requirement_has_one_row_with_its_level() -> None:
    """None is left out, none is there twice, and none is invented."""
    assert [(row.number, row.level) for row in rows()] == required()


def test_each_row_has_a_state_a_short_name_and_a_reason() -> None:
    """The names are ours and short, since the standard's sentences have a licence of their own."""
    assert [row.number for row in rows() if row.state not in STATES or not row.how] == []
    assert [row.number for row in rows() if not 1 <= len(row.about.split()) <= MOST_WORDS] == []


def test_the_summary_counts_the_rows() -> None:
    """Of each chapter and of all, in each state."""
    counts = Counter((row.chapter, row.state) for row in rows())
    totals = Counter(row.state for row in rows())
    chapters = dict.fromkeys(row.chapter for row in rows())
    said = dict(re.findall(r"^\| \[V(\d+) [^|]*\| ([\d |]+) \|$", PAGE, re.MULTILINE))
    assert said == {each: " | ".join(str(counts[each, state]) for state in STATES) for each in chapters}
    assert f"| **all** | {' | '.join(f'**{totals[state]}**' for state in STATES)} |" in PAGE


def test_all_that_is_not_met_is_in_the_list_at_the_top() -> None:
    """Once, with an asterisk if it is of level 1."""
    listed = PAGE.partition("## What is not met")[2].partition("\n## ")[0]
    said = [number.replace("\\*", "*") for number in re.findall(rf"{NUMBER.pattern}(?:\\\*)?", listed)]
    unmet = [row for row in rows() if row.state == "**not met**"]
    assert sorted(said) == sorted(f"{row.number}{'*' if row.level == '1' else ''}" for row in unmet)


def test_what_is_met_names_its_test() -> None:
    """Documentation is met by a page, or by the row itself; nothing else without a test that is named."""
    met = [row for row in rows() if row.state == "met" and not row.about.startswith("documentation")]
    assert [row.number for row in met if "`tests/" not in row.how] == []


def test_each_path_that_is_named_exists() -> None:
    """Modules are named from src/quintain on; a test that was renamed or removed proves nothing."""
    named = set(PATH.findall(PAGE))
    paths = {each: ROOT / each if each.startswith("tests/") else ROOT / "src/quintain" / each for each in named}
    assert [each for each, path in sorted(paths.items()) if not path.is_file()] == []
