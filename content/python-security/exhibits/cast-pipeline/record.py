"""Send numbers through types with a width, step by step, and note what each step does to them."""

import ctypes
import platform
import struct
import warnings
from collections.abc import Callable
from xml.etree import ElementTree as ET

import numpy as np

VALUES = (7, 200, 300, -1, 40_000, 2**31, 2**53 + 1, 2**80)

Step = tuple[str, Callable[[object], object]]


class Header(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint8),)


def c_function() -> Callable[[int], int]:
    """Return C's labs, not declared."""
    return ctypes.CDLL(None).labs


def declared() -> Callable[[int], int]:
    """Return C's labs, declared."""
    labs = ctypes.CDLL(None).labs
    labs.argtypes, labs.restype = [ctypes.c_long], ctypes.c_long
    return labs


# A way is a title and its steps; each gets what the one before returned. What a step shows is a number or a text.
WAYS: dict[str, tuple[str, tuple[Step, ...]]] = {
    "ctypes": ("ctypes", (("ctypes.c_uint8(n).value", lambda n: ctypes.c_uint8(n).value),)),
    "field": ("Structure", (("Header(length=n).length", lambda n: Header(length=n).length),)),
    "struct": (
        "struct",
        (
            ("struct.pack('B', n)", lambda n: struct.pack("B", n)),
            ("struct.unpack('B', …)[0]", lambda b: struct.unpack("B", b)[0]),
        ),
    ),
    "array": ("NumPy array", (("np.array([n], np.uint8)[0]", lambda n: np.array([n], np.uint8)[0]),)),
    "astype": (
        "astype",
        (
            ("np.array([n], np.int64)[0]", lambda n: np.array([n], np.int64)[0]),
            ("array.astype(np.uint8)[0]", lambda n: np.array([n]).astype(np.uint8)[0]),
        ),
    ),
    "sum": (
        "sum in uint8",
        (
            (
                "np.array([n // 2], np.uint8)",
                lambda n: (n, np.array([n // 2], np.uint8), np.array([n - n // 2], np.uint8)),
            ),
            ("half + other half", lambda parts: (parts[1] + parts[2])[0]),
        ),
    ),
    "scalar": (
        "sum of scalars",
        (
            ("np.uint8(n // 2)", lambda n: (n, [np.uint8(n // 2)], [np.uint8(n - n // 2)])),
            ("half + other half", lambda parts: parts[1][0] + parts[2][0]),
        ),
    ),
    "call": ("C, not declared", (("labs(n), the absolute value", lambda n: c_function()(n)),)),
    "declared": ("C, declared", (("labs(n), with argtypes", lambda n: declared()(n)),)),
    "float": ("float32", (("np.float32(n)", np.float32), ("int(…)", int))),
}


def shown(value: object) -> str:
    if isinstance(value, tuple):  # the two halves of a sum
        return f"{int(value[1][0])} and {int(value[2][0])}"
    if isinstance(value, bytes):
        return f"byte {value.hex()}"
    return str(int(value))


def worth(value: object) -> int:
    """Return the number that a step's result stands for."""
    if isinstance(value, tuple):
        return int(value[1][0]) + int(value[2][0])
    if isinstance(value, bytes):
        return value[0]
    return int(value)


def send(way: str, value: int) -> list[dict[str, str]]:
    """Return a row for each step: its code, what came out, and what the lamp says."""
    rows, before, now = [], value, value
    for code, step in WAYS[way][1]:
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            try:
                now = step(now)
            except (OverflowError, struct.error, ctypes.ArgumentError) as error:
                rows.append(
                    {
                        "code": code,
                        "shows": "struct.error" if isinstance(error, struct.error) else type(error).__name__,
                        "lamp": "raised",
                    }
                )
                return rows
        same = worth(now) == (abs(before) if way in {"call", "declared"} else before)
        lamp = "kept" if same else "warned" if seen else "changed"
        rows.append({"code": code, "shows": shown(now), "lamp": lamp})
        before = worth(now)
    return rows


def record() -> dict[str, object]:
    cases = [{"way": way, "value": str(value), "steps": send(way, value)} for way in WAYS for value in VALUES]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, NumPy {np.__version__}",
        "ways": [{"id": way, "title": title} for way, (title, _) in WAYS.items()],
        "values": [str(value) for value in VALUES],
        "cases": cases,
        "tables": [
            {
                "title": "What is left of each number",
                "columns": ["number", *(title for title, _ in WAYS.values())],
                "rows": [[f"{value:,}", *(last(cases, way, value) for way in WAYS)] for value in VALUES],
            }
        ],
    }  # fmt: skip


def last(cases: list[dict], way: str, value: int) -> str:
    (case,) = (each for each in cases if (each["way"], each["value"]) == (way, str(value)))
    end = case["steps"][-1]
    lamps = {step["lamp"] for step in case["steps"]}
    if end["lamp"] == "raised":
        return f"raised `{end['shows']}`"
    return end["shows"] if lamps == {"kept"} else f"**{end['shows']}**"


def draw(data: dict) -> str:
    """Draw a lamp for the number 300 in each way."""
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "lamps-still",
            "width": "680",
            "height": "322",
            "viewBox": "0 0 680 322",
            "aria-label": "The number 300 in ten ways: struct and a NumPy array raise an error; the other ways with eight bits change it, and only one of them warns.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write("300", 4, 20, "value")
    words = {
        "kept": "kept",
        "changed": "changed silently",
        "warned": "changed, with a warning",
        "raised": "raised an error",
    }
    for line, way in enumerate(data["ways"]):
        y = 50 + 28 * line
        (case,) = (each for each in data["cases"] if (each["way"], each["value"]) == (way["id"], "300"))
        end = case["steps"][-1]
        tone = "harm" if end["lamp"] in {"changed", "warned"} else "sound"
        write(way["title"], 4, y, "")
        write(end["code"], 150, y, "mono")
        ET.SubElement(
            svg, "circle", {"class": tone if end["lamp"] != "kept" else "ring", "cx": "420", "cy": f"{y - 4}", "r": "6"}
        )
        write(end["shows"], 440, y, "value")
        write(words[end["lamp"]], 560, y, tone)
    return ET.tostring(svg, encoding="unicode") + "\n"
