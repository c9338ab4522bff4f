"""Figures of exhibits in print: what the pages say in CSS becomes attributes, without a browser.

`figures.json` has the rules that concern figures, in the order of the cascade, with light colours as sRGB.
``tools/figures.py`` makes it of the style sheets of the pages, and a test holds it to them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from quintain.courseware.typst.glyphs import has_glyph

RULES: Final = Path(__file__).parent / "figures.json"
NAMESPACE: Final = "http://www.w3.org/2000/svg"
_PART: Final = re.compile(r"(?P<not>:not\()?(?P<dot>\.)?(?P<name>[\w-]+)\)?|(?P<joint>\s*>\s*|\s+)")


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: its name or any, classes that it has, and what it must not be."""

    name: str
    classes: frozenset[str]
    without: frozenset[str]

    def fits(self, name: str, classes: frozenset[str]) -> bool:
        """Tell whether an element is such a one."""
        return (
            self.name in {"", name}
            and self.classes <= classes
            and not any(each[1:] in classes if each.startswith(".") else each == name for each in self.without)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector, from its last element up, and what it declares. Only descendants are told from each other."""

    selector: tuple[Compound, ...]
    declared: Mapping[str, str]

    def fits(self, path: tuple[tuple[str, frozenset[str]], ...]) -> bool:
        """Tell whether the last element of ``path`` is meant; the path begins with the outermost."""
        if not self.selector[0].fits(*path[-1]):
            return False
        above = list(path[:-1])
        for compound in self.selector[1:]:
            while above and not compound.fits(*above[-1]):
                above.pop()
            if not above:
                return False
            above.pop()
        return True


def styled(figure: str, family: str = "exhibit") -> bytes:
    """Return a figure of a pack as SVG that needs no style sheet; ``family`` is the class of the box that holds it."""
    root = ET.fromstring(figure)  # noqa: S314  packs.figures has written it, without a document type
    _style(root, (("section", frozenset({family})),))
    root.tag = "svg"
    root.set("xmlns", NAMESPACE)
    return ET.tostring(root, encoding="unicode").encode()


def description(figure: str) -> str:
    """Return what a figure says to those who do not see it."""
    return ET.fromstring(figure).get("aria-label", "")  # noqa: S314  as above


def width_of(figure: str) -> float:
    """Return the width of a figure in CSS pixels."""
    return float(ET.fromstring(figure).get("width", "680").removesuffix("px"))  # noqa: S314  as above


def _style(element: ET.Element, above: tuple[tuple[str, frozenset[str]], ...]) -> None:
    name = element.tag.rpartition("}")[2]
    element.tag = name
    path = (*above, (name, frozenset(element.get("class", "").split())))
    declared: dict[str, str] = {}
    for rule in _rules():
        if rule.fits(path):
            declared |= rule.declared
    for attribute in ("class", "aria-label", "role", "data-element"):
        element.attrib.pop(attribute, None)
    for key, value in declared.items():
        element.set(key, value)
    if name == "text":
        _lift(element)
    if name in {"text", "tspan"}:
        element.text = _drawn(element.text)
        for child in element:
            child.tail = _drawn(child.tail)
    for child in element:
        _style(child, path)


def _lift(text: ET.Element) -> None:
    """Draw the halo of a text first where the text has one: not all viewers know ``paint-order``."""
    if text.attrib.pop("paint-order", None):
        text.attrib.pop("stroke", None)
        text.attrib.pop("stroke-width", None)


def _drawn(words: str | None) -> str | None:
    if words is None:
        return None
    return "".join(each if each.isspace() or has_glyph(each) else f"[U+{ord(each):04X}]" for each in words)


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(tuple(map(_compound, reversed(selector.split()))), declared)
        for selector, declared in json.loads(RULES.read_text("utf-8"))
    )


def _compound(words: str) -> Compound:
    name, classes, without = "", set(), set()
    for match in _PART.finditer(words):
        if match["not"]:
            without.add((match["dot"] or "") + match["name"])
        elif match["dot"]:
            classes.add(match["name"])
        else:
            name = match["name"]
    return Compound(name, frozenset(classes), frozenset(without))
