"""Measure how long integers of many digits take, in five ways of making or printing them."""

import platform
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import log10
from pathlib import Path
from xml.etree import ElementTree as ET

DIGITS = (1_000, 2_000, 4_300, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)
TRIES = 5
ENOUGH = 2.0  # seconds in all for one point, after the first try
LIMIT = sys.int_info.default_max_str_digits


def exponent(digits: int) -> str:
    """Return the power of ten with that many digits, in exponent notation."""
    return f"1e{digits - 1}"


# Name, whether the limit of digits applies, what is sent, and what is called with it.
WAYS: dict[str, tuple[str, bool, Callable[[int], str | int], Callable[[str | int], object]]] = {
    "decimal": ("int(Decimal(text))", False, exponent, lambda text: int(Decimal(text))),
    "fraction": ("Fraction(text)", False, exponent, lambda text: Fraction(text)),
    "text": ("int(text)", True, lambda digits: "9" * digits, lambda text: int(text)),
    "str": ("str(number)", True, lambda digits: 10**digits - 1, lambda number: str(number)),
    "hex": ("int(text, 16)", False, lambda digits: "f" * digits, lambda text: int(text, 16)),
}


def seconds(call: Callable[[], object]) -> float:
    """Return the processor time of the fastest of several calls."""
    best, begin = float("inf"), time.process_time()
    for _ in range(TRIES):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
        if time.process_time() - begin > ENOUGH:
            break
    return best


def processor() -> str:
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    found = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    return found[0] if found else platform.processor()


def measure(way: str) -> dict[str, object]:
    name, limited, send, use = WAYS[way]
    points = []
    for digits in DIGITS:
        sent = send(digits)
        taken = seconds(lambda sent=sent: use(sent))
        points.append(
            {
                "digits": digits,
                "sent": len(sent) if isinstance(sent, str) else 0,
                "seconds": float(f"{taken:.3g}"),
                "refused": limited and digits > LIMIT,
            }
        )
    return {"id": way, "name": name, "points": points}


def record() -> dict[str, object]:
    kept = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        ways = [measure(way) for way in WAYS]
    finally:
        sys.set_int_max_str_digits(kept)
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "machine": {"processor": processor()},
        "limit": LIMIT,
        "ways": ways,
        "tables": [
            {
                "title": "Processor time in milliseconds",
                "columns": ["digits", *(f"`{way['name']}`" for way in ways)],
                "rows": [
                    [f"{digits:,}", *(f"{way['points'][at]['seconds'] * 1000:,.2f}" for way in ways)]
                    for at, digits in enumerate(DIGITS)
                ],
            }
        ],
    }  # fmt: skip


def draw(data: dict) -> str:
    """Draw time against digits, both logarithmic, for a text of digits and for a number in exponent notation."""
    ways = {way["id"]: way for way in data["ways"]}
    last = ways["decimal"]["points"][-1]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "chart",
            "width": "680",
            "height": "290",
            "viewBox": "0 0 680 290",
            "aria-label": f"{last['sent']} characters in exponent notation take {last['seconds']:.1f} seconds; a text of digits stops at {data['limit']}.",
        },
    )

    def x(digits: float) -> float:
        return 64 + (log10(digits) - 3) / 3 * 560

    def y(taken: float) -> float:
        return 20 + (log10(30) - log10(max(taken, 1e-6))) / (log10(30) + 6) * 216

    def write(text: str, place: tuple[float, float], kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{place[0]:.1f}", "y": f"{place[1]:.1f}"}).text = text

    for taken, label in ((10, "10 s"), (1, "1 s"), (1e-3, "1 ms"), (1e-6, "1 µs")):
        ET.SubElement(
            svg, "line", {"class": "grid", "x1": "64", "x2": "624", "y1": f"{y(taken):.1f}", "y2": f"{y(taken):.1f}"}
        )
        write(label, (56, y(taken) + 4), "end")
    for digits in (1_000, 10_000, 100_000, 1_000_000):
        write(f"{digits:,}", (x(digits), 256), "middle")
    write("digits", (624, 282), "end")
    for way, kind in (("text", "series"), ("decimal", "series danger")):
        points = [(x(each["digits"]), y(each["seconds"])) for each in ways[way]["points"] if not each["refused"]]
        group = ET.SubElement(svg, "g", {"class": kind})
        ET.SubElement(group, "polyline", {"points": " ".join(f"{a:.1f},{b:.1f}" for a, b in points)})
    write(f"{last['seconds']:.1f} s for {last['sent']} characters", (x(1_000_000), y(last["seconds"]) - 8), "harm end")
    write("int(Decimal(text))", (x(60_000), y(0.2)), "mono end")
    stop = ways["text"]["points"][2]
    write("int(text): ValueError from 4,301 digits", (x(4_300) + 10, y(stop["seconds"]) + 16), "sound")
    return ET.tostring(svg, encoding="unicode") + "\n"
