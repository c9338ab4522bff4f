"""A template knows no room above its own, as a module does not; import-linter sees modules only."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
ROOMS = REPOSITORY / "src" / "quintain"
TEMPLATES = sorted(ROOMS.glob("*/templates/**/*.html"))
TAG = re.compile(r"{%\s*(load|include|extends)\s+(.*?)\s*%}", re.DOTALL)


def layers() -> list[set[str]]:
    """Return the rooms of each layer, from the highest down."""
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    lines = next(contract["layers"] for contract in contracts if contract.get("containers") == ["quintain"])
    return [set(line.split(" | ")) for line in lines]


def known_to(room: str) -> set[str]:
    """Return the rooms whose templates and tags a template of ``room`` may name."""
    whole = layers()
    at = next(index for index, layer in enumerate(whole) if room in layer)
    return {room}.union(*whole[at + 1 :])


LIBRARIES = {path.stem: path.parts[-3] for path in ROOMS.glob("*/templatetags/[!_]*.py")}
OWNERS = {str(path.relative_to(path.parents[1])): path.relative_to(ROOMS).parts[0] for path in TEMPLATES}


def rooms_named(source: str) -> Iterator[tuple[str, str]]:
    """Yield the tag libraries of rooms and the templates that a template names, each with its room."""
    for tag, words in TAG.findall(source):
        if tag == "load":  # libraries in a row, or tags from one library
            libraries = words.split(" from ")[-1].split()
            yield from ((name, LIBRARIES[name]) for name in libraries if name in LIBRARIES)
        else:
            name = words.split()[0].strip("\"'")
            yield name, OWNERS.get(name.partition("#")[0], "unknown")  # after the # a part of it


def too_high(source: str, room: str) -> list[str]:
    """Return what a template of ``room`` names though it may not."""
    return [name for name, owner in rooms_named(source) if owner not in known_to(room)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOMS)))
def test_a_template_names_no_higher_room(template: Path) -> None:
    """What a higher room draws in a page of a lower one, it registers as a slot: see ``quintain.web.slots``."""
    room = template.relative_to(ROOMS).parts[0]
    assert too_high(template.read_text(), room) == [], f"{room} may name {', '.join(sorted(known_to(room)))} only"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{% load i18n pagekit lessons %}", []),
        ("{% load i18n evidence %}", ["evidence"]),
        ("{% load result_icon from evidence %}", ["evidence"]),
        ('{% include "catalog/code.html" with block=block %}', []),
        ("{% include 'quizzes/question.html' %}", ["quizzes/question.html"]),
        ('{% extends "attempts/lab.html" %}', ["attempts/lab.html"]),
        ('{% include "attempts/sides.html#original" %}', ["attempts/sides.html#original"]),
        ('{% include "nowhere.html" %}', ["nowhere.html"]),
        ("{% include page.part %}", ["page.part"]),
    ],
)
def test_a_higher_room_is_found(source: str, found: list[str]) -> None:
    """The test above sees what it must see, a name that cannot be read from the template among it."""
    assert too_high(source, "catalog") == found


def test_every_library_and_template_has_one_room() -> None:
    """Django finds both by name in all rooms, so that a second of the same name would hide the first."""
    libraries = [path.stem for path in ROOMS.glob("*/templatetags/[!_]*.py")]
    names = [str(path).split("/templates/")[1] for path in TEMPLATES]
    assert len(libraries) == len(set(libraries)), "two libraries of tags have one name"
    assert [name for name in names if name.partition("/")[0] != OWNERS.get(name)] == [], "a template of another room"
