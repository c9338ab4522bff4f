"""Unpack the lesson's five uploads in its three ways, and weigh what comes out."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "path-traversal-examples"))

from bombs import MOST_BYTES, MOST_FILES, UPLOADS, WAYS, Budget, outcome, unpack  # noqa: E402

ABOUT = {
    "homework": "homework.zip: two worksheets",
    "zeros": "zeros.zip: one file of 20 million zeros",
    "nested": "nested.zip: 20 archives, each with a million zeros",
    "many files": "many.zip: 5,000 empty files",
    "gzip": "zeros.gz: 22 million zeros, declared as 5 bytes",
}


def case(name: str, way: str) -> dict:
    """Return what came out of an upload: all of it, or what was read before the refusal."""
    accepted, files, size = outcome(WAYS[way], UPLOADS[name])
    if not accepted and way == "budget":
        budget = Budget()
        try:
            list(unpack(UPLOADS[name], budget.take, float("inf")))
        except ValueError:
            files, size = MOST_FILES - budget.files, MOST_BYTES - budget.bytes
    return {"way": way, "accepted": accepted, "files": files, "bytes": size}


def record() -> dict:
    uploads = [
        {
            "name": name,
            "about": about,
            "weight": len(UPLOADS[name]),
            "cases": [case(name, way) for way in WAYS],
        }
        for name, about in ABOUT.items()
    ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "mostBytes": MOST_BYTES,
        "mostFiles": MOST_FILES,
        "ways": list(WAYS),
        "uploads": uploads,
        "tables": [
            {
                "title": "What came out of each upload",
                "columns": ["upload", "bytes of it", *WAYS],
                "rows": [
                    [each["name"], each["weight"], *(said(one) for one in each["cases"])] for each in uploads
                ],
            }
        ],
    }  # fmt: skip


def said(case: dict) -> str:
    out = f"{case['files']:,} file{'s' * (case['files'] != 1)}, {case['bytes']:,} bytes"
    return out if case["accepted"] else f"refused after {out}"


def draw(data: dict) -> str:
    """Draw the upload of zeros beside what comes out of it, and the limit."""
    (zeros,) = (each for each in data["uploads"] if each["name"] == "zeros")
    out = zeros["cases"][0]["bytes"]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "balloon",
            "width": "680",
            "height": "300",
            "viewBox": "0 0 680 300",
            "aria-label": f"An upload of {zeros['weight']:,} bytes beside the {out:,} bytes that come out of it; the limit is {data['mostBytes']:,} bytes.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    def circle(size: int, x: float, kind: str) -> None:
        radius = 130 * (size / out) ** 0.5
        place = {"cx": f"{x:g}", "cy": "150", "r": f"{radius:.1f}"}
        ET.SubElement(svg, "circle", {"class": kind, **place})

    circle(zeros["weight"], 60, "weight")
    write("the upload", 60, 190, "middle")
    write(f"{zeros['weight']:,} bytes", 60, 208, "middle value")
    circle(out, 300, "out harm")
    circle(data["mostBytes"], 300, "limit")
    write("the limit", 450, 120, "")
    write(f"{data['mostBytes']:,} bytes", 450, 138, "value")
    write("what comes out", 450, 176, "")
    write(f"{out:,} bytes, {out // zeros['weight']:,} times the upload", 450, 194, "harm")
    return ET.tostring(svg, encoding="unicode") + "\n"
