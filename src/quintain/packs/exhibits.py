"""Loads an exhibit's folder: its words, the numbers of a real run, the figure that needs no script, and the script."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from quintain.packs.drawings import SCRIPT, SOURCE, is_bundled
from quintain.packs.figures import FigureRefused, read_figure
from quintain.packs.folder_contents import Part, read_part
from quintain.packs.folders import digest_of
from quintain.packs.model.exhibit import Exhibit, Table
from quintain.packs.problems import Problem, has_errors
from quintain.packs.sheets import ExhibitSheet
from quintain.packs.toml import parse_sheet

FILES: Final = ("exhibit.toml", "record.py", "data.json", "figure.svg", SOURCE)


class _Refused(Exception):  # noqa: N818  always caught here and turned into a problem
    """Data that is not as the format has it: the message says why."""


def read_exhibit(folder: Path) -> tuple[Exhibit | None, Sequence[Problem]]:
    """Read one exhibit, and say everything that is wrong with it."""
    part = read_part(folder, "exhibit")
    tree, shown, collector = part.tree, part.shown, part.collector
    if not part.has(*FILES):
        return None, collector.problems
    sheet, sheet_collector = parse_sheet(ExhibitSheet, tree["exhibit.toml"], "exhibit", shown / "exhibit.toml")
    collector.problems.extend(sheet_collector.problems)
    part.hold_python("exhibit.E014")
    try:
        data = _data(tree["data.json"])
        interpreter, tables = _interpreter(data), _tables(data)
    except _Refused as refused:
        collector.add("exhibit.E012", str(refused), path=shown / "data.json")
        data, interpreter, tables = {}, "", ()
    _hold_drawing(part)
    try:
        figure = read_figure(tree["figure.svg"])
    except FigureRefused as refused:
        collector.add("exhibit.E013", str(refused), path=shown / "figure.svg")
        figure = ""
    if sheet is None or has_errors(collector.problems):
        return None, collector.problems
    return Exhibit(
        folder=part.folder,
        slug=part.folder.name,
        title=sheet.title,
        about=sheet.about,
        caption=sheet.caption,
        interpreter=interpreter,
        tables=tables,
        numbers=json.dumps({key: value for key, value in data.items() if key != "tables"}, separators=(",", ":")),
        figure=figure,
        drawing=tree[SCRIPT],
        digest=digest_of(tree.items()),
    ), collector.problems


def _hold_drawing(part: Part) -> None:
    """Ask for a script that was made of the drawing as it is now."""
    path = part.shown / SCRIPT
    if SCRIPT in part.tree and not is_bundled(part.tree):
        message = f"{SCRIPT} was not made of the TypeScript that is beside it."
        part.collector.add("exhibit.E016", message, path=path, line=1)
    elif SCRIPT not in part.tree and all(problem.path != path for problem in part.collector.problems):
        part.collector.add("exhibit.E016", f"{SCRIPT} is missing.", path=path)


def _data(text: str) -> Mapping[str, object]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _Refused(f"This is not JSON: {error}.") from None
    if not isinstance(data, dict):
        raise _Refused("The file must hold one object.")
    return data


def _interpreter(data: Mapping[str, object]) -> str:
    interpreter = data.get("interpreter")
    if not isinstance(interpreter, str) or not interpreter.strip():
        raise _Refused("The key interpreter must name what ran, such as CPython 3.13.5.")
    machine = data.get("machine")  # only where time was measured does it matter
    processor = machine.get("processor") if isinstance(machine, dict) else None
    return f"{interpreter}, {processor}" if isinstance(processor, str) and processor else interpreter


def _tables(data: Mapping[str, object]) -> tuple[Table, ...]:
    tables = data.get("tables")
    if not isinstance(tables, list) or not tables:
        raise _Refused("The key tables must list at least one table.")
    return tuple(_table(table, number) for number, table in enumerate(tables, 1))


def _table(table: object, number: int) -> Table:
    match table:
        case {"title": str(title), "columns": [_, *_] as columns, "rows": [_, *_] as rows}:
            cells = [columns, *rows]
        case _:
            raise _Refused(f"Table {number} must have a title, columns and rows.")
    for row in cells:
        if not isinstance(row, list) or len(row) != len(columns):
            raise _Refused(f"Table {number} must have as many cells in each row as it has columns.")
        if any(isinstance(cell, bool) or not isinstance(cell, str | int | float) for cell in row):
            raise _Refused(f"Table {number} may hold texts and numbers only.")
    head, *body = (tuple(str(cell) for cell in row) for row in cells)
    return Table(title, head, tuple(body))
