"""Courses that are Python packages of their own, installed beside Quintain: ``uvx quintain serve`` brings one.

A distribution names its course by an entry point of the group ``quintain.courses``: the name of the pack, and a package
whose folder ``pack`` is the pack. Nothing of that package is imported, since a course is data.
"""

from importlib.machinery import PathFinder
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

GROUP: Final = "quintain.courses"
FOLDER: Final = "pack"


def packaged_courses() -> dict[str, Path]:
    """Return the folder of each course that is installed as a package, by the pack's name, sorted.

    A package that is no folder on disk, such as one in a zip, has no course for us.
    """
    found: dict[str, Path] = {}
    for point in sorted(entry_points(group=GROUP)):
        if "." in point.module:  # to find a package in a package would import the outer one
            continue
        spec = PathFinder.find_spec(point.module)
        for place in (spec and spec.submodule_search_locations) or ():
            if (Path(place, FOLDER) / "pack.toml").is_file():
                found.setdefault(point.name, Path(place, FOLDER))
    return found


def only_packaged_course() -> Path | None:
    """Return the folder of the course that is installed as a package; None without one, or with several."""
    courses = packaged_courses()
    return next(iter(courses.values())) if len(courses) == 1 else None
