"""Send every attack to the shed with each set of layers."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "defense-in-depth"))

from attacks import ATTACKS, DOORS, attack, harmful, serves, stopping  # noqa: E402
from shed import LAYERS  # noqa: E402

SETS = [frozenset(layer for bit, layer in enumerate(LAYERS) if number >> bit & 1) for number in range(1 << len(LAYERS))]
KNOWS = {
    "edge": "the size of a body",
    "form": "the fields that were offered",
    "core": "the rules, and who is asking",
    "query": "what is value, and what is grammar",
    "table": "every row, whoever writes it",
    "page": "what is text, and what is a tag",
}
LEFT, COLUMN, TOP, ROW = 170, 66, 48, 26


def record() -> dict[str, object]:
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "layers": [{"name": layer, "knows": KNOWS[layer]} for layer in LAYERS],
        "attacks": [
            {
                "name": name,
                "door": door,
                "harm": attack(name, frozenset()),
                "alone": stopping(name),
                "outcomes": [attack(name, layers) for layers in SETS],
            }
            for name, door in zip(ATTACKS, DOORS, strict=True)
        ],
        "granted": [serves(layers) for layers in SETS],
        "tables": [
            {
                "title": "What stops each attack, alone",
                "columns": ["attack", "with no layer at all", *LAYERS],
                "rows": [
                    [
                        name,
                        attack(name, frozenset()),
                        *("stops it" if layer in stopping(name) else "–" for layer in LAYERS),
                    ]
                    for name in ATTACKS
                ],
            },
            {
                "title": "Attacks that do harm, and requests granted, by the layers that are there",
                "columns": ["layers", "attacks of 8", "requests of 3"],
                "rows": [[", ".join(sorted(each, key=LAYERS.index)) or "none", len(harmful(each)), serves(each)] for each in SETS],
            },
        ],
    }  # fmt: skip


def draw(data: dict) -> str:
    """Draw a column for each layer, a line for each attack from its door, and a dot where a layer stops it alone."""
    height = TOP + ROW * len(data["attacks"])
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "layers-map",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Eight attacks and six layers. Six attacks have exactly one layer that can stop them, a different one each.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    names = [layer["name"] for layer in data["layers"]]
    for column, name in enumerate(names):
        x = LEFT + 30 + COLUMN * column
        write(name, x, 20, "mono middle")
        ET.SubElement(svg, "line", {"class": "axis", "x1": f"{x}", "x2": f"{x}", "y1": "30", "y2": f"{height - 8}"})
    for row, each in enumerate(data["attacks"]):
        y = TOP + ROW * row
        write(each["name"], 4, y + 4, "")
        first = LEFT - 10 + COLUMN * names.index(each["door"])
        end = LEFT + 30 + COLUMN * len(names) - 20
        ET.SubElement(svg, "line", {"class": "twig", "x1": f"{first}", "x2": f"{end}", "y1": f"{y}", "y2": f"{y}"})
        for layer in each["alone"]:
            x = LEFT + 30 + COLUMN * names.index(layer)
            ET.SubElement(svg, "circle", {"class": "sound", "cx": f"{x}", "cy": f"{y}", "r": "7"})
        write(f"{len(each['alone'])}", end + 12, y + 4, "value")
    return ET.tostring(svg, encoding="unicode") + "\n"
