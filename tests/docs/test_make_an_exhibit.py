"""The page on exhibits shows the very exhibit that is tested in a browser, and names all that drawings may import."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/howto/make-an-exhibit.md").read_text(encoding="utf-8")
EXHIBIT = ROOT / "tests/journeys/own_exhibit"
FILES = dict(re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("name", ["record.py", "exhibit.toml", "drawing.ts", "bars.ts"])
def test_the_files_of_the_page_are_those_that_are_tested(name: str) -> None:
    """An author who copies them has an exhibit that works: tests/journeys/test_own_exhibit.py."""
    assert FILES[name] == (EXHIBIT / name).read_text(encoding="utf-8")


def test_every_part_that_drawings_may_import_is_on_the_page() -> None:
    """The module says which names stay, and the page has a line for each of them, and for no other."""
    kit = re.sub(r"/\*.*?\*/", "", (ROOT / "frontend/src/exhibits/kit.ts").read_text(encoding="utf-8"), flags=re.DOTALL)
    exported = set(re.findall(r"\w+", " ".join(re.findall(r"\{(.*?)\}", kit, re.DOTALL)))) - {"type"}
    table = PAGE.partition("| part of `quintain/exhibits` |")[2].partition("\n\n")[0]
    named = {name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.partition(" | ")[0])}
    assert exported
    assert named == exported
