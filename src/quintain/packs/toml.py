"""Reads one TOML file into its sheet; whatever is wrong becomes a problem with a line."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from quintain.packs.building import build
from quintain.packs.folders import Unreadable, read_text
from quintain.packs.problems import ProblemCollector

DEEPEST: Final = 12
PLACE: Final = re.compile(r"(?P<what>.*?) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", re.DOTALL)


def read_sheet[T](cls: type[T], path: Path, area: str, shown: PurePosixPath) -> tuple[T | None, str, ProblemCollector]:
    """Read a TOML file as ``cls``.

    Returns:
        The sheet (None if there is nothing to go on with), the file's text, and what was found wrong with it.

    """
    try:
        text = read_text(path)
    except Unreadable as error:
        collector = ProblemCollector(area, shown)
        collector.add(error.rule, error.message, line=error.line)
        return None, "", collector
    sheet, collector = parse_sheet(cls, text, area, shown)
    return sheet, text, collector


def parse_sheet[T](cls: type[T], text: str, area: str, shown: PurePosixPath) -> tuple[T | None, ProblemCollector]:
    """Read TOML text as ``cls``; returns the sheet, or None, and what was found wrong with it."""
    collector = ProblemCollector(area, shown, text)
    table = _parse(text, collector)
    return (None if table is None else build(cls, table, collector)), collector


def _parse(text: str, collector: ProblemCollector) -> Mapping[str, object] | None:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = PLACE.fullmatch(str(error))
        line = int(match["line"]) if match and match["line"] else text.count("\n") + 1
        collector.add("E004", f"This is not TOML: {match['what'] if match else error}.", line=line)
        return None
    except RecursionError:
        collector.add("E005", f"Values are nested more than {DEEPEST} levels deep.", line=1)
        return None
    except ValueError as error:  # a number of thousands of digits, a date that is none
        collector.add("E004", f"A value is not allowed in TOML: {error}.", line=1)
        return None
    if _depth_exceeds(table, DEEPEST):
        collector.add("E005", f"Values are nested more than {DEEPEST} levels deep.", line=1)
        return None
    return table


def _depth_exceeds(value: object, most: int) -> bool:
    layer = [value]
    for _ in range(most + 1):
        layer = [child for parent in layer for child in _children(parent)]
        if not layer:
            return False
    return True


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
