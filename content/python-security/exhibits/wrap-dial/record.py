"""Add numbers in fixed widths, as ctypes, struct and NumPy really do.

NumPy is the one package that this needs: uv run --with numpy quintain record wrap-dial
"""

import ctypes
import math
import platform
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

WIDTHS = {8: (ctypes.c_int8, "b"), 16: (ctypes.c_int16, "h"), 32: (ctypes.c_int32, "i"), 64: (ctypes.c_int64, "q")}


def sums() -> Iterator[tuple[int, int, int]]:
    """Every width, from four places on the dial, by four steps."""
    for width in WIDTHS:
        least, most = -(2 ** (width - 1)), 2 ** (width - 1) - 1
        for start in (0, most, -1, least):
            for add in (1, -1, most, least):
                yield width, start, add


def by_ctypes(width: int, start: int, add: int) -> int:
    return WIDTHS[width][0](start + add).value


def by_struct(width: int, start: int, add: int) -> str:
    form = f"<{WIDTHS[width][1]}"
    try:
        return str(*struct.unpack(form, struct.pack(form, start + add)))
    except struct.error:
        return "struct.error"


def by_numpy_array(width: int, start: int, add: int) -> int:
    import numpy

    kind = f"int{width}"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return int((numpy.array([start], kind) + numpy.array([add], kind))[0])


def by_numpy_scalar(width: int, start: int, add: int) -> tuple[int, bool]:
    """Return the sum, and whether a warning was heard."""
    import numpy

    kind = numpy.dtype(f"int{width}").type
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        return int(kind(start) + kind(add)), any(each.category is RuntimeWarning for each in heard)


def record() -> dict[str, object]:
    import numpy

    cases = []
    for case in sums():
        scalar, warned = by_numpy_scalar(*case)
        width, start, add = case
        cases.append(
            {
                "width": width,
                "start": str(start),  # as text: a browser's numbers end at 2**53
                "add": str(add),
                "int": str(start + add),
                "ctypes": str(by_ctypes(*case)),
                "struct": by_struct(*case),
                "array": str(by_numpy_array(*case)),
                "scalar": f"{scalar}, RuntimeWarning" if warned else str(scalar),
            }
        )
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, NumPy {numpy.__version__}",
        "cases": cases,
        "tables": [table(cases)],
    }


def table(cases: list[dict]) -> dict[str, object]:
    return {
        "title": "What each of them answers",
        "columns": ["bits", "start", "add", "`int`", "`ctypes`", "`struct`", "NumPy array", "NumPy scalar"],
        "rows": [list(case.values()) for case in cases],
    }


def draw(data: dict) -> str:
    """Draw the dial of eight bits, and the step at which it wraps around."""
    case = next(each for each in data["cases"] if (each["width"], each["start"], each["add"]) == (8, "127", "1"))
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "dial",
            "width": "680",
            "height": "300",
            "viewBox": "0 0 680 300",
            "aria-label": f"In eight bits, {case['start']} and {case['add']} make {case['ctypes']}: the sum wraps around.",
        },
    )
    x, y, radius = 200, 150, 100

    def at(turn: float, out: float = 0) -> tuple[float, float]:
        angle = 2 * math.pi * turn
        return x + (radius + out) * math.sin(angle), y - (radius + out) * math.cos(angle)

    def write(text: str, place: tuple[float, float], kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{place[0]:.1f}", "y": f"{place[1]:.1f}"}).text = text

    ET.SubElement(svg, "circle", {"class": "ring", "cx": str(x), "cy": str(y), "r": str(radius)})
    for number in range(-128, 128, 32):
        (x1, y1), (x2, y2) = at(number / 256, -5), at(number / 256, 5)
        places = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
        ET.SubElement(svg, "line", {"class": "tick", **places})
        place = at(number / 256, 24)
        if number != -128:
            write(str(number).replace("-", "−"), (place[0], place[1] + 4), "middle")
    ET.SubElement(svg, "line", {"class": "seam", "x1": str(x), "x2": str(x), "y1": str(y + 78), "y2": str(y + 128)})
    for turn, kind in ((0.485, "from"), (0.515, "to harm")):
        place = at(turn)
        ET.SubElement(svg, "circle", {"class": kind, "cx": f"{place[0]:.1f}", "cy": f"{place[1]:.1f}", "r": "6"})
    write("127", (x + 12, y + 122), "value")
    write("−128", (x - 12, y + 122), "value end")
    write(f"{case['start']} + {case['add']}", (400, 70), "mono")
    for line, (who, said) in enumerate(
        (
            ("int", case["int"]),
            ("ctypes.c_int8", case["ctypes"]),
            ("struct.pack", case["struct"]),
            ("NumPy array", case["array"]),
            ("NumPy scalar", case["scalar"]),
        )
    ):
        write(who, (400, 110 + 28 * line), "")
        write(said.replace("-", "−"), (520, 110 + 28 * line), "value")
    return ET.tostring(svg, encoding="unicode") + "\n"
