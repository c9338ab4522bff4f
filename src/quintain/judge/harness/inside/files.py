"""The box's work folder, before the suspect runs: its files, folders and links are planted."""

import base64
from pathlib import Path
from typing import Final, cast

from .values import Plain

LAB: Final = Path("/lab")


def plant(orders: Plain) -> list[str]:
    """Make files, folders and links below the work folder, which is empty and no program's yet; return the paths.

    Links come last, so that no path leads through one, and modes behind everything, so that a folder that is closed
    has been filled before. Nothing is written over: what is in the way is an error.

    Raises:
        OSError: something is in the way, or cannot be made.

    """
    rows = cast("list[dict[str, Plain]]", orders)
    places = {str(row["path"]): row for row in rows}
    for name, row in places.items():
        path = LAB / name
        (path if row.keys() == {"path", "mode"} else path.parent).mkdir(parents=True, exist_ok=True)
        if "content" in row:
            with path.open("xb") as opened:
                opened.write(base64.b64decode(str(row["content"])))
    for name, row in places.items():
        if "hard_link" in row:
            (LAB / name).hardlink_to(LAB / str(row["hard_link"]))
    for name, row in places.items():
        if "link" in row:
            (LAB / name).symlink_to(str(row["link"]))
    for name in sorted(places, key=lambda name: name.count("/"), reverse=True):
        mode = places[name]["mode"]
        if isinstance(mode, int):
            (LAB / name).chmod(mode)
    return list(places)
