"""The reference is whole: no error, command, option or key of lab.toml exists without its line there."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from quintain.cli.main import COMMANDS, main
from quintain.packs.building import keys_of
from quintain.packs.model.case import Moment
from quintain.packs.model.day import Day, Session
from quintain.packs.model.lab import (
    Break,
    CanaryKind,
    Exploit,
    Find,
    Fix,
    Level,
    Limits,
    PlantedFile,
    Profile,
    Run,
    Status,
)
from quintain.packs.remedies import REMEDIES
from quintain.packs.schemas import SHEETS
from quintain.packs.sheets import LabSheet

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
ERROR_ID = re.compile(r"\b[a-z]+\.[EW]\d{3}\b")


def read(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_every_error_id_is_documented() -> None:
    """Whatever id the program can print is explained, and the page explains no id that nothing prints."""
    printed = set(REMEDIES)
    for path in (ROOT / "src").rglob("*.py"):
        printed |= set(ERROR_ID.findall(path.read_text(encoding="utf-8")))
    assert set(ERROR_ID.findall(read("errors.md"))) == printed


def test_remedies_in_the_docs_are_those_of_the_program() -> None:
    """What an author reads beside an id is what the terminal says."""
    page = read("errors.md")
    assert [remedy for remedy in REMEDIES.values() if remedy not in page] == []


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", found) for inner, found in command.commands.items())
        else:
            yield name, command


@pytest.mark.parametrize(("name", "command"), [pytest.param(*each, id=each[0]) for each in commands()])
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    """Each command has a section, each of its options a line there, and no line tells of an option that is gone."""
    sections = re.split(r"^## ", read("commands.md"), flags=re.MULTILINE)
    section = next((text for text in sections if text.startswith(f"quintain {name}\n")), "")
    assert section, f"commands.md has no section for quintain {name}"
    real = {option for parameter in command.params if isinstance(parameter, click.Option) for option in parameter.opts}
    assert set(re.findall(r"(?<=`)--?[a-z][a-z-]*(?=`)", section)) == real


def test_every_key_of_a_lab_is_documented() -> None:
    """The page of the lab format names each key and each word that lab.toml may hold."""
    page = read("lab-format.md")
    for sheet in (LabSheet, Run, Limits, PlantedFile, Find, Break, Exploit, Fix):
        assert [key.name for key in keys_of(sheet) if not re.search(rf"\b{key.name}\b", page)] == []
    for word in (*Profile, *CanaryKind, *Status, *Level):
        assert re.search(rf'[`"]{word}[`"]', page), word


@pytest.mark.parametrize("sheet", ["pack", "track", "lesson", "quiz", "exhibit", "case", "weaknesses"])
def test_every_key_of_the_other_files_is_documented(sheet: str) -> None:
    """The page of the lesson format names each key of lessons, quizzes, tracks and the pack."""
    page = read("lesson-format.md")
    assert [
        key.name for key in keys_of(SHEETS[sheet]) if f"`{key.name}`" not in page and f"[[{key.name}]]" not in page
    ] == []


def test_links_between_pages_lead_somewhere() -> None:
    """No page of the docs points at a file that is not there."""
    links = [
        (page, target)
        for page in (ROOT / "docs").rglob("*.md")
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    ]
    broken = [f"{page.relative_to(ROOT)}: {target}" for page, target in links if not (page.parent / target).exists()]
    assert broken == []


def test_every_key_of_days_and_timelines_is_documented() -> None:
    """The page of the lesson format names what the rows of a timetable and of a timeline hold."""
    page = read("lesson-format.md")
    keys = [key.name for sheet in (Day, Session, Moment) for key in keys_of(sheet)]
    assert [key for key in keys if f"`{key}`" not in page and f"[[days.{key}]]" not in page] == []
