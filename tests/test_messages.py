"""The scripts' types of what the server sends are those of the dataclasses that it sends."""

import importlib
import runpy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, make_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import pytest

TOOL = runpy.run_path(str(Path(__file__).resolve().parent.parent / "tools" / "messages.py"))
TARGETS: Mapping[str, Path] = TOOL["TARGETS"]
typescript: Callable[[ModuleType], str] = TOOL["typescript"]
interface: Callable[[type], str] = TOOL["interface"]


@pytest.mark.parametrize("name", TARGETS)
def test_the_types_of_scripts_are_up_to_date(name: str) -> None:
    """A change of a message reaches the scripts, whose compiler then finds what reads it otherwise."""
    assert TARGETS[name].read_text() == typescript(importlib.import_module(name)), "run `just messages`"


@dataclass(frozen=True)
class Base:
    """What all have."""

    id: str


@dataclass(frozen=True)
class Whole(Base):
    """One of ``each`` kind.

    And more of it.
    """

    count: int | None
    seconds: float
    words: tuple[Literal["one", "two"], ...]
    rows: tuple[tuple[str, ...], ...]
    names: Mapping[str, Base]


def test_each_kind_of_field_has_its_type() -> None:
    """Unions, tuples of any length, mappings and other dataclasses; the base is named, its fields are not repeated."""
    assert interface(Whole) == (
        "/** One of `each` kind. And more of it. */\n"
        "export interface Whole extends Base {\n"
        "  count: number | null;\n"
        "  seconds: number;\n"
        '  words: ("one" | "two")[];\n'
        "  rows: string[][];\n"
        "  names: Record<string, Base>;\n"
        "}"
    )


@pytest.mark.parametrize("hint", [bytes, object, tuple[int, int], Any])
def test_what_json_cannot_say_is_refused(hint: Any) -> None:
    """Better no file than one that says any."""
    with pytest.raises(TypeError, match="has no TypeScript type"):
        interface(make_dataclass("Odd", [("field", hint)]))
