"""Resolve names step by step, with the links of the lesson's folder."""

import os
import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "path-canonicalization"))

from worksheets import FOLDER, shown  # noqa: E402

NAMES = (
    "2026/../scales.txt",
    "marks.txt",
    "link.txt",
    "shared/clef.txt",
    "shared/../private/grades.txt",
    "../worksheets-old/7.txt",
)


def steps_of(name: str) -> list[dict]:
    """Return each step: the part that is read, what it is, where one is then, and the parts that are left."""
    at, rest, steps = FOLDER, name.split("/"), []
    while rest:
        part, *rest = rest
        if part == "..":
            at, kind, target = at.parent, "up", ""
        elif (at / part).is_symlink():
            target = os.readlink(at / part)
            kind, rest = "link", [*target.split("/"), *rest]
        else:
            at, kind, target = at / part, "down", ""
        steps.append(
            {
                "part": part,
                "kind": kind,
                "target": target,
                "at": shown(at),
                "inside": at.is_relative_to(FOLDER),
                "rest": rest,
            }
        )
    return steps


def case(name: str) -> dict:
    path = FOLDER / name
    norm, real = os.path.normpath(path), os.path.realpath(path, strict=True)
    return {
        "name": name,
        "steps": steps_of(name),
        "normpath": shown(norm),
        "realpath": shown(real),
        "saysNormpath": Path(norm).is_relative_to(FOLDER),
        "saysPrefix": os.path.commonprefix([str(FOLDER), norm]) == str(FOLDER),
        "saysRealpath": Path(real).is_relative_to(FOLDER),
    }


def word(inside: bool) -> str:
    return "inside" if inside else "outside"


def record() -> dict:
    cases = [case(name) for name in NAMES]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "folder": shown(FOLDER),
        "cases": cases,
        "tables": [
            {
                "title": "Where three ways say that the file is",
                "columns": ["name", "the file", "`commonprefix`", "`normpath`", "`realpath`"],
                "rows": [
                    [
                        f"`{each['name']}`",
                        f"`{each['realpath']}`",
                        *(word(each[f"says{way}"]) for way in ("Prefix", "Normpath", "Realpath")),
                    ]
                    for each in cases
                ],
            }
        ],
    }


def said(step: dict) -> str:
    if step["kind"] == "link":
        return f"a link to {step['target']}"
    return "one folder up" if step["kind"] == "up" else "no link"


def draw(data: dict) -> str:
    """Draw the steps of the name on which normpath and realpath differ."""
    (chosen,) = (each for each in data["cases"] if each["name"] == "shared/../private/grades.txt")
    height = 96 + 28 * len(chosen["steps"])
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "realpath-still",
            "width": "680",
            "height": str(height),
            "viewBox": f"0 0 680 {height}",
            "aria-label": f"The steps of {chosen['name']}: the link leads out of the folder, and the file at the end is {chosen['realpath']}.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write(chosen["name"], 4, 20, "mono")
    for x, text in ((4, "part"), (110, "it is"), (330, "so far")):
        write(text, x, 48, "value")
    for row, step in enumerate(chosen["steps"]):
        y = 76 + 28 * row
        write(step["part"], 4, y, "mono")
        write(said(step), 110, y, "")
        write(step["at"], 330, y, "sound" if step["inside"] else "harm")
    write(f"normpath would say: {chosen['normpath']}", 4, height - 8, "")
    return ET.tostring(svg, encoding="unicode") + "\n"
