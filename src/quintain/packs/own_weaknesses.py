"""Weaknesses that a pack adds to those that Quintain has names for: weaknesses.toml beside pack.toml."""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from quintain.packs.model.weakness import Weakness
from quintain.packs.problems import Problem
from quintain.packs.sheets import WeaknessesSheet
from quintain.packs.toml import read_sheet
from quintain.packs.weaknesses import WEAKNESSES

SHEET: Final = "weaknesses.toml"


def read_weaknesses(root: Path) -> tuple[Mapping[str, Weakness], str, Sequence[Problem]]:
    """Read the weaknesses of a pack.

    Args:
        root: the pack's folder.

    Returns:
        The weaknesses by number, as far as they are right, the file's text, and all that is wrong with it. A pack
        without the file has none.

    """
    path = root / SHEET
    if not path.exists() and not path.is_symlink():
        return {}, "", ()
    sheet, text, collector = read_sheet(WeaknessesSheet, path, "pack", PurePosixPath(SHEET))
    weaknesses: dict[str, Weakness] = {}
    for number, row in enumerate(sheet.weaknesses if sheet else ()):
        at = ("weaknesses", number, "cwe")
        if row.cwe in WEAKNESSES:
            collector.add("pack.E024", f'Quintain calls {row.cwe} "{WEAKNESSES[row.cwe]}".', at=at)
        elif row.cwe in weaknesses:
            collector.add("pack.E024", f'{row.cwe} is called "{weaknesses[row.cwe].name}" already.', at=at)
        elif collector.untouched("weaknesses", number):
            weaknesses[row.cwe] = row
    return weaknesses, text, collector.problems
