"""Walk the paths that a pupil asks for, step by step, and call both versions of the endpoint."""

import platform
import runpy
import sys
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

LESSON = Path(__file__).parents[2] / "lessons" / "path-traversal"
sys.path.insert(0, str(LESSON))

from music_school import ROOT, WORKSHEETS, shown  # noqa: E402

SHOWN_ROOT = PurePosixPath("/srv/school")
NAMES = (
    "scales.txt",
    "2026/rhythm.txt",
    "2026/../scales.txt",
    "../settings.ini",
    "2026/../../settings.ini",
    "../worksheets-teachers/answers.txt",
    "/srv/school/settings.ini",
)


# Both versions are files of the lesson, and their names are those of other lessons' files too: so no import.
BEFORE, AFTER = (runpy.run_path(str(LESSON / f"{name}.py"))["read"] for name in ("before", "after"))


def answer(read, name: str) -> str:
    try:
        return read(name.replace(str(SHOWN_ROOT), str(ROOT)))
    except FileNotFoundError:
        return "404"


def walk(name: str) -> list[dict]:
    """Return where one is after each part of a name."""
    at = WORKSHEETS
    steps = []
    for part in PurePosixPath(name).parts:
        if PurePosixPath(name).is_absolute():  # these folders are the temporary ones, under the names that are shown
            place = steps[-1]["at"] + "/" * (len(steps) > 1) + part if steps else part
            inside = PurePosixPath(place).is_relative_to(shown(WORKSHEETS))
        else:
            at = (at / part).resolve(strict=True)
            place, inside = shown(at), at.is_relative_to(WORKSHEETS)
        steps.append({"part": part, "at": place, "inside": inside})
    return steps


def tree() -> list[str]:
    above = [str(path) for path in reversed(SHOWN_ROOT.parents)]
    return [*above, str(SHOWN_ROOT), *(shown(path) for path in sorted(ROOT.rglob("*")))]


def record() -> dict:
    walks = [
        {"name": name, "steps": walk(name), "before": answer(BEFORE, name), "after": answer(AFTER, name)}
        for name in NAMES
    ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "folder": shown(WORKSHEETS),
        "tree": tree(),
        "walks": walks,
        "tables": [
            {
                "title": "Where each name leads, and what the two versions answer",
                "columns": ["name", "the file", "where", "old version", "fixed version"],
                "rows": [
                    [
                        f"`{each['name']}`",
                        f"`{each['steps'][-1]['at']}`",
                        "inside" if each["steps"][-1]["inside"] else "outside",
                        each["before"],
                        each["after"],
                    ]
                    for each in walks
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw the tree, and number the steps of one walk that leaves the folder."""
    (chosen,) = (each for each in data["walks"] if each["name"] == "2026/../../settings.ini")
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "walk-still",
            "width": "680",
            "height": str(60 + 28 * len(data["tree"])),
            "viewBox": f"0 0 680 {60 + 28 * len(data['tree'])}",
            "aria-label": "The walk of 2026/../../settings.ini: step 1 goes down to 2026, step 2 back up, step 3 out of the folder, step 4 to the settings.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write(f"{data['folder']} / {chosen['name']}", 4, 20, "mono")
    for row, path in enumerate(data["tree"]):
        y = 56 + 28 * row
        depth = 0 if path == "/" else path.count("/")
        write(path.rpartition("/")[2] or "/", 12 + 26 * depth, y, "mono")
        for number, step in enumerate(chosen["steps"], 1):
            if step["at"] == path:
                write(
                    f"step {number}: {step['part']} – {'inside' if step['inside'] else 'outside'}",
                    330,
                    y,
                    "sound" if step["inside"] else "harm",
                )
    return ET.tostring(svg, encoding="unicode") + "\n"
