"""Writes what the style sheets of the pages say about figures as attributes of SVG, for the handbook: `just figures`.

Only properties that SVG has as attributes are taken, in light colours, which become sRGB. Rules with states of a
control or with generated content concern no figure that is printed.
"""

import itertools
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
STYLES: Final = ROOT / "frontend" / "styles"
TARGET: Final = ROOT / "src" / "quintain" / "courseware" / "typst" / "figures.json"
SHEETS: Final = ("exhibits.css", "exercises.css")
TAKEN: Final = re.compile(
    r"fill|stroke|stroke-(width|dasharray|linecap|linejoin|opacity)|fill-opacity|opacity|text-anchor"
    r"|font-(weight|family|size)|paint-order"
)
FAMILIES: Final = {"display": "Grenze", "text": "Hanken Grotesk", "mono": "Quintain Code"}
STATES: Final = re.compile(r":(?!not\()|\[|\+|~")
ROOT_PIXELS: Final = 16
BOLD: Final = 600
LINEAR: Final = 0.0031308
"""Below it, sRGB is linear."""


def rules() -> list[list[object]]:
    """Return selectors with their attributes, in the order of the cascade."""
    tokens = dict(re.findall(r"--([\w-]+): ([^;]+);", (STYLES / "tokens.css").read_text("utf-8")))
    found = []
    order = itertools.count()
    for sheet in SHEETS:
        css = re.sub(r"/\*.*?\*/", "", (STYLES / sheet).read_text("utf-8"), flags=re.DOTALL).partition("@media")[0]
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
            declared = attributes(body, tokens)
            if not declared:
                continue
            for selector in (each for one in split(selectors) for each in spelled_out(one.strip())):
                if not STATES.search(selector):
                    rule = (specificity(selector), next(order), selector.replace(" > ", " "), declared)
                    found.append(rule)
    return [[selector, declared] for _, _, selector, declared in sorted(found, key=lambda rule: rule[:2])]


def attributes(body: str, tokens: dict[str, str]) -> dict[str, str]:
    """Read declarations."""
    declared: dict[str, str] = {}
    for name, value in re.findall(r"([\w-]+)\s*:\s*([^;]+)", body):
        if name == "font" and (parts := re.fullmatch(r"(\d+) ([\d.]+)rem(?:\s*/\s*[\d.]+)? var\(--(\w+)\)", value)):
            declared |= {
                "font-weight": "700" if int(parts[1]) >= BOLD else "400",
                "font-size": f"{float(parts[2]) * ROOT_PIXELS:g}",
                "font-family": FAMILIES[parts[3]],
            }
        elif TAKEN.fullmatch(name):
            declared[name] = resolved(value.strip(), tokens)
    return declared


def resolved(value: str, tokens: dict[str, str]) -> str:
    """Follow custom properties, and turn a colour into sRGB."""
    if match := re.fullmatch(r"var\(--([\w-]+)\)", value):
        return FAMILIES.get(match[1]) or resolved(tokens[match[1]], tokens)
    if match := re.match(r"light-dark\((oklch\([^)]*\))", value):
        return resolved(match[1], tokens)
    if match := re.fullmatch(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", value):
        return hexadecimal(*map(float, match.groups()))
    if match := re.fullmatch(r"([\d.]+)rem", value):
        return f"{float(match[1]) * ROOT_PIXELS:g}"
    return value.removesuffix("px")


def hexadecimal(lightness: float, chroma: float, hue: float) -> str:
    """Turn a colour of CSS Color 4, section 9, into sRGB."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    curved = (12.92 * each if each <= LINEAR else 1.055 * each ** (1 / 2.4) - 0.055 for each in linear)
    return "#" + "".join(f"{round(255 * min(max(each, 0), 1)):02x}" for each in curved)


def split(selectors: str) -> list[str]:
    """Split a list of selectors at its outer commas."""
    return re.split(r",(?![^()]*\))", selectors.strip())


def spelled_out(selector: str) -> Iterator[str]:
    """Write each choice of ``:is()`` out, and a ``:not()`` of several as several."""
    if match := re.search(r":is\(([^()]*)\)", selector):
        for choice in match[1].split(","):
            yield from spelled_out(selector[: match.start()] + choice.strip() + selector[match.end() :])
        return
    several = lambda match: "".join(f":not({each.strip()})" for each in match[1].split(","))  # noqa: E731
    yield re.sub(r":not\(([^()]*)\)", several, selector)


def specificity(selector: str) -> tuple[int, int]:
    """Count classes, then names of elements."""
    names = re.findall(r"(?<![\w.-])[a-z]\w*", re.sub(r":not\(", " ", selector))
    return selector.count("."), len(names)


def text() -> str:
    """Return the file's text."""
    return "[\n" + ",\n".join(json.dumps(rule) for rule in rules()) + "\n]\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
