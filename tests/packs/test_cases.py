# ruff: noqa: E501  the table shows one broken file a line
"""A case study's folder: loaded whole, or answered with id, line and remedy."""

from datetime import UTC, date, datetime

import pytest

from quintain.packs import load_pack
from quintain.packs.model.case import Turn
from quintain.packs.model.lesson import Code
from tests.packs.conftest import LAB, Break, Folder

FOLDER = "cases/walked"
SHEET = f"{FOLDER}/case.toml"
STORY = f"{FOLDER}/case.md"


def edit(name: str, old: str, new: str) -> Break:
    return lambda pack: pack.edit(name, old, new)


BROKEN: dict[str, tuple[Break, str, str, int | None]] = {
    "no case.toml": (lambda pack: (pack.root / SHEET).unlink(), "case.E001", SHEET, None),
    "no case.md": (lambda pack: (pack.root / STORY).unlink(), "case.E001", STORY, None),
    "no TOML": (edit(SHEET, "minutes = 5", "minutes ="), "case.E004", SHEET, 4),
    "key missing": (edit(SHEET, "date = 2021-10-05\n", ""), "case.E006", SHEET, 1),
    "key unknown": (edit(SHEET, "date = 2021-10-05", "date = 2021-10-05\nplace = 'x'"), "case.E007", SHEET, 7),
    "date in quotes": (edit(SHEET, "date = 2021-10-05", "date = '2021-10-05'"), "case.E008", SHEET, 6),
    "date with time": (edit(SHEET, "date = 2021-10-05", "date = 2021-10-05T00:00:00Z"), "case.E008", SHEET, 6),
    "date that is none": (edit(SHEET, "date = 2021-10-05", "date = 2021-13-05"), "case.E004", SHEET, 6),
    "no source": (edit(SHEET, 'topics = ["paths"]', 'topics = ["paths"]\nsources = []'), "case.E004", SHEET, 10),
    "source's address": (edit(SHEET, "https://httpd", "httpd"), "case.E009", SHEET, 11),
    "no topic": (edit(SHEET, '["paths"]', "[]"), "case.E009", SHEET, 7),
    "topic unknown": (edit(SHEET, '"paths"', '"path"'), "case.E013", SHEET, 7),
    "kind": (edit(SHEET, '"discovery"', '"found"'), "case.E009", SHEET, 19),
    "time without zone": (edit(SHEET, "09:30:00Z", "09:30:00"), "case.E009", SHEET, 13),
    "time alone": (edit(SHEET, "2021-10-04T09:30:00Z", "09:30:00"), "case.E008", SHEET, 13),
    "hours out of order": (edit(SHEET, "12:30:00+02:00", "11:00:00+02:00"), "case.E015", SHEET, 17),
    "days out of order": (edit(SHEET, "at = 2021-10-05", "at = 2021-10-03"), "case.E015", SHEET, 21),
    "title missing": (edit(STORY, "## Why it could happen\n", ""), "case.E014", STORY, 9),
    "title of one's own": (edit(STORY, "## What happened", "## The story"), "case.E014", STORY, 1),
    "text above the titles": (edit(STORY, "## What happened", "x\n\n## What happened"), "case.E014", STORY, 1),
    "section without text": (edit(STORY, "It walked.\n", ""), "case.E014", STORY, 1),
    "empty": (lambda pack: pack.write(STORY, ""), "case.E014", STORY, 1),
    "pasted Python": (edit(STORY, "It walked.", "```python\nx\n```"), "lesson.E015", STORY, 3),
    "question": (edit(STORY, "It walked.", "```question dots\n```"), "lesson.E021", STORY, 3),
    "include's file missing": (edit(STORY, "walk.py", "walks.py"), "lesson.E016", STORY, 7),
    "exhibit missing": (edit(STORY, "It walked.", "```exhibit walking\n```"), "lesson.W001", STORY, None),
    "code is no Python": (lambda pack: pack.write(f"{FOLDER}/walk.py", "x ="), "case.E016", f"{FOLDER}/walk.py", 1),
    "uuid of a lab": (edit(SHEET, "55555555-5555-4555-8555-555555555555", LAB), "case.E012", SHEET, 1),
    "folder no slug": (lambda pack: pack.write("cases/My Case/case.md", ""), "case.E017", "cases/My Case", None),
    "link inside": (lambda pack: (pack.root / FOLDER / "x.py").symlink_to("/etc/hostname"), "case.E010", f"{FOLDER}/x.py", None),
    "too large": (lambda pack: pack.write(f"{FOLDER}/walk.py", "#" * 300_000), "case.E003", f"{FOLDER}/walk.py", None),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_case_answers_with_id_and_line(pack: Folder, name: str) -> None:
    """Whatever is wrong is told with the id, the file and the line."""
    how, rule, path, line = BROKEN[name]
    how(pack)
    found = {(problem.id, str(problem.path), problem.line) for problem in pack.problems()}
    assert (rule, path, line) in found, found


def test_a_case_is_loaded_with_its_timeline(pack: Folder) -> None:
    """Dates stay dates, times keep their zone, and the story is cut into blocks as a lesson is."""
    assert pack.problems() == ()
    case = load_pack(pack.root).cases["walked"]
    assert [(moment.at, moment.kind) for moment in case.timeline] == [
        (datetime(2021, 10, 4, 9, 30, tzinfo=UTC), Turn.REPAIR),
        (datetime(2021, 10, 4, 10, 30, tzinfo=UTC), Turn.DISCOVERY),
        (date(2021, 10, 5), Turn.REPAIR),
    ]
    assert (case.date, case.topics) == (date(2021, 10, 5), ("paths",))
    assert isinstance(case.blocks[1], Code)


def test_a_day_may_stand_beside_a_time_of_the_same_day(pack: Folder) -> None:
    """Of what is known only by its day, nobody can say that it was earlier."""
    pack.edit(SHEET, "at = 2021-10-05", "at = 2021-10-04")
    assert pack.problems() == ()


def test_a_changed_case_is_another_pack(pack: Folder) -> None:
    """The digest that tells packs apart sees the story."""
    before = load_pack(pack.root).digest
    pack.edit(STORY, "It walked.", "It ran.")
    assert load_pack(pack.root).digest != before


def test_a_case_folder_that_is_a_link_is_refused(pack: Folder) -> None:
    """Nothing outside of the pack becomes part of it."""
    (pack.root / FOLDER).rename(pack.root.parent / "elsewhere")
    (pack.root / FOLDER).symlink_to(pack.root.parent / "elsewhere")
    assert ("case.E010", FOLDER) in {(problem.id, str(problem.path)) for problem in pack.problems()}
