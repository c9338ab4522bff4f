"""Keep running totals in integers with a width, as ctypes stores them, and in a Python int."""

import ctypes
import platform
from collections.abc import Callable
from xml.etree import ElementTree as ET

TYPES = {
    "int8": ctypes.c_int8,
    "uint8": ctypes.c_uint8,
    "int16": ctypes.c_int16,
    "int32": ctypes.c_int32,
    "uint32": ctypes.c_uint32,
    "int64": ctypes.c_int64,
    "uint64": ctypes.c_uint64,
}

# Title, what is said of a step, first total, step, number of steps, limit, types.
RUNS: dict[str, tuple[str, str, int, Callable[[int], int], int, int, tuple[str, ...]]] = {
    "count": ("a counter", "1 more", 120, lambda total: total + 1, 140, 130, ("int8", "uint8", "int16", "int")),
    "pay": (
        "payments in cents",
        "500,000.00 more",
        0,
        lambda total: total + 50_000_000,
        100,
        1_000_000_000,
        ("int32", "uint32", "int64", "int"),
    ),
    "double": (
        "a size that doubles",
        "twice as much",
        1,
        lambda total: total * 2,
        66,
        1000,
        ("int8", "int32", "int64", "uint64", "int"),
    ),
}


def stored(name: str, total: int) -> int:
    return TYPES[name](total).value if name in TYPES else total


def totals(run: str) -> list[list[int]]:
    """Return the totals in each type, after each step."""
    _, _, first, step, steps, _, names = RUNS[run]
    rows = [[stored(name, first) for name in names]]
    for _ in range(steps):
        rows.append([stored(name, step(total)) for name, total in zip(names, rows[-1], strict=True)])
    return rows


def first_wrong(run: str, at: int) -> str:
    """Say after how many steps a type no longer holds the total."""
    for number, row in enumerate(totals(run)):
        if row[at] != row[-1]:
            return f"step {number}: {row[at]:,}"
    return "never"


def record() -> dict[str, object]:
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "runs": [
            {
                "id": run,
                "title": title,
                "step": step,
                "limit": limit,
                "types": list(names),
                # As text: a browser's numbers end at 2**53.
                "totals": [[str(total) for total in row] for row in totals(run)],
            }
            for run, (title, step, _, _, _, limit, names) in RUNS.items()
        ],
        "tables": [
            {
                "title": "Where each type leaves the total",
                "columns": ["total", "type", "first wrong total"],
                "rows": [
                    [title, f"`{name}`", first_wrong(run, at)]
                    for run, (title, _, _, _, _, _, names) in RUNS.items()
                    for at, name in enumerate(names)
                ],
            }
        ],
    }  # fmt: skip


def draw(data: dict) -> str:
    """Draw the payments after the step at which 32 signed bits wrap around."""
    run = next(each for each in data["runs"] if each["id"] == "pay")
    at = next(number for number, row in enumerate(run["totals"]) if row[0] != row[-1])
    row = run["totals"][at]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "odometers-still",
            "width": "680",
            "height": "214",
            "viewBox": "0 0 680 214",
            "aria-label": f"After {at} payments the total is {row[-1]} cents; 32 bits with a sign hold {row[0]}, and the limit of {run['limit']} allows it.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write(f"{at} payments of 50,000,000 cents; limit {run['limit']:,}", 4, 22, "value")
    for line, (name, total) in enumerate(zip(run["types"], row, strict=True)):
        y = 44 + 42 * line
        write(name, 4, y + 21, "mono")
        digits = total.replace("-", "−").rjust(11)
        for place, digit in enumerate(digits):
            x = 84 + 30 * place
            ET.SubElement(
                svg, "rect", {"class": "box", "x": f"{x}", "y": f"{y}", "width": "26", "height": "32", "rx": "3"}
            )
            write(digit.strip(), x + 13, y + 21, "value middle")
        within = int(total) <= run["limit"]
        right = total == row[-1]
        write("allowed" if within else "refused", 440, y + 21, "harm" if within and not right else "sound")
        write("the total" if right else "wrapped around", 530, y + 21, "" if right else "harm")
    return ET.tostring(svg, encoding="unicode") + "\n"
