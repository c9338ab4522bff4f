"""Forge one source of an order at a time, and see which decision follows."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "attack-surface"))

from photos import FORGED, HONEST, careful, order, trusting  # noqa: E402

STEPS = {
    "nothing": (),
    "the fields that can be seen": ("choice: size", "field: copies"),
    "what the browser adds unseen": ("path", "hidden: price", "file's name"),
    "cookies": ("cookie: role",),
    "headers": ("Host", "X-Forwarded-For", "User-Agent"),
    "what was stored earlier": ("stored greeting",),
}
ROW = 28


def said(value: object) -> str:
    """Return a decision as text, control characters spelled out."""
    text = f"{value / 100:.2f}" if type(value) is int else str(value)
    return text.replace("\n", "\\n").replace("\x1b", "\\x1b")


def forge(source: str) -> dict[str, object]:
    """Return which decision follows the forged source, and what the careful shop makes of it."""
    honest, forged = order(trusting), order(trusting, **{source: FORGED[source]})
    (name,) = (name for name in honest if forged[name] != honest[name])
    sound, answer = order(careful), order(careful, **{source: FORGED[source]})
    changed = [said(answer[each]) for each in answer if answer[each] != sound[each]]
    return {
        "source": source,
        "step": next(index for index, sources in enumerate(STEPS.values()) if source in sources),
        "value": said(FORGED[source]),
        "decision": name,
        "honest": said(honest[name]),
        "forged": said(forged[name]),
        "careful": "the order is refused" if not answer else changed[0] if changed else said(sound[name]),
    }


def record() -> dict[str, object]:
    forgeries = [forge(source) for source in HONEST]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "steps": list(STEPS),
        "decisions": list(order(trusting)),
        "forgeries": forgeries,
        "tables": [
            {
                "title": "One source forged at a time",
                "columns": ["source", "forged as", "decision", "honest", "trusting shop", "careful shop"],
                "rows": [
                    [
                        each["source"],
                        f"`{each['value']}`",
                        each["decision"],
                        *(f"`{each[key]}`" for key in ("honest", "forged", "careful")),
                    ]
                    for each in forgeries
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw sources left, decisions right, and a line for each that follows: dashed where the form shows the source."""
    height = ROW * len(data["forgeries"]) + 20
    seen = [each for each in data["forgeries"] if each["step"] == 1]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "source-map",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": f"Ten sources lead to nine decisions; a form shows {len(seen)} of the sources.",
        },
    )
    for row, each in enumerate(data["forgeries"]):
        y, end = 24 + ROW * row, 24 + ROW * data["decisions"].index(each["decision"])
        kind = "sound" if each in seen else "harm"
        ET.SubElement(
            svg, "path", {"class": f"link {kind}", "d": f"M232 {y - 4}C330 {y - 4} 350 {end - 4} 448 {end - 4}"}
        )
        ET.SubElement(svg, "text", {"class": f"end {kind}", "x": "224", "y": f"{y}"}).text = each["source"]
    for row, name in enumerate(data["decisions"]):
        ET.SubElement(svg, "text", {"class": "value", "x": "456", "y": f"{24 + ROW * row}"}).text = name
    return ET.tostring(svg, encoding="unicode") + "\n"
