"""What exhibit.toml and its table hold."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers of an exhibit; a cell is inline Markdown, and the first of a row is its head."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An exhibit's folder, loaded: words, numbers as JSON for the script, a figure that needs none, and the script.

    ``interpreter`` names the machine, too, where time was measured. ``figure`` is SVG of shapes and words alone, sound
    to put into a page. ``drawing`` is the script, as browsers run it.
    """

    folder: Path
    slug: str
    title: str
    about: str
    caption: str
    interpreter: str
    tables: tuple[Table, ...]
    numbers: str
    figure: str
    drawing: str
    digest: str = ""
