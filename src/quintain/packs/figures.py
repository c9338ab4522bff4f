"""Reads a figure that becomes part of a page: shapes and words alone, nothing that links, loads, styles or runs."""

from collections import Counter
from collections.abc import Collection
from typing import Final
from xml.etree import ElementTree as ET

NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
SHAPES: Final = frozenset({"svg", "g", "path", "line", "polyline", "rect", "circle", "text", "tspan"})
PLACES: Final = frozenset({"x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "d", "points", "transform"})
ATTRIBUTES: Final = PLACES | {"class", "width", "height", "viewBox", "role", "aria-label"}
PART: Final = "data-element"


class FigureRefused(Exception):  # noqa: N818  always caught within the room and turned into a problem
    """A figure that is not as the format has it: the message says why."""


def read_figure(text: str, parts: Collection[str] = ()) -> str:
    """Return the figure as it goes into a page, written anew, so that no other parser reads more into it.

    Args:
        text: the file's text.
        parts: names of which each must stand as ``data-element`` on exactly one group.

    Raises:
        FigureRefused: the figure holds what a figure may not hold, or lacks a part.

    """
    root = _parsed(text)
    named = Counter[str]()
    for element in root.iter():
        name = element.tag.removeprefix(NAMESPACE)
        if name not in SHAPES or (name == "svg") != (element is root):
            raise FigureRefused(f"A figure may not hold <{name[:40]}> here.")
        for attribute, value in element.attrib.items():
            if attribute == PART and name == "g" and parts:
                named[value] += 1
            elif attribute not in ATTRIBUTES:
                raise FigureRefused(f"<{name}> may not have {attribute[:40]}.")
        element.tag = name
    _hold_parts(named, parts)
    if not root.get("aria-label", "").strip() or not root.get("viewBox") or not root.get("width"):
        raise FigureRefused("<svg> must have width, viewBox, and an aria-label that says in a sentence what is seen.")
    root.set("role", "img")
    try:
        return ET.tostring(root, encoding="unicode")
    except RecursionError:
        raise FigureRefused("Its groups lie too deep in each other.") from None


def _parsed(text: str) -> ET.Element:
    if "<!" in text or "<?" in text:  # a document type may hold entities, and entities a bomb
        raise FigureRefused("The figure may hold no declaration, comment or instruction.")
    try:
        return ET.fromstring(text)  # noqa: S314  without a document type nothing can be expanded or fetched
    except (ET.ParseError, RecursionError) as error:
        raise FigureRefused(f"This is not XML: {error}.") from None


def _hold_parts(named: Counter[str], parts: Collection[str]) -> None:
    for part in parts:
        if named[part] != 1:
            raise FigureRefused(f'The figure has {named[part]} groups with {PART}="{part}", and must have one.')
    for name in named:
        if name not in parts:
            raise FigureRefused(f"The figure names {name[:40]}, which is no element of the exercise.")
