"""Figures of exhibits in print."""

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from quintain.courseware.typst.figures import RULES, description, styled, width_of
from tests.courses import whole_course

TOOL = runpy.run_path(str(Path(__file__).resolve().parents[3] / "tools" / "figures.py"))
text: Callable[[], str] = TOOL["text"]
hexadecimal: Callable[[float, float, float], str] = TOOL["hexadecimal"]
SVG = '<svg width="680" viewBox="0 0 9 9" class="lamps-still" aria-label="A &amp; B" role="img">{}</svg>'


def attributes_of(inner: str) -> dict[str, str]:
    """Return the attributes that an element of a figure gets."""
    (element,) = ET.fromstring(styled(SVG.format(inner)))  # noqa: S314  ours
    return element.attrib


def test_the_rules_are_those_of_the_pages() -> None:
    """A change of the style sheets reaches print."""
    assert RULES.read_text("utf-8") == text(), "run `just figures`"


def test_colours_are_those_that_a_browser_shows() -> None:
    """White, black and the red of an attack, as CSS Color 4 has them."""
    assert [hexadecimal(1, 0, 0), hexadecimal(0, 0, 0)] == ["#ffffff", "#000000"]
    assert hexadecimal(0.628, 0.2577, 29.23) == "#ff0000"


def test_the_more_specific_rule_holds() -> None:
    """As in the cascade: a class of the figure before one of all figures, and the element's class before none."""
    assert attributes_of('<circle class="harm" r="3"/>')["fill"] == "#b22331"
    assert attributes_of('<circle class="ring" r="3"/>')["fill"] == "none"
    assert "fill" not in attributes_of('<circle r="3"/>')
    words = attributes_of('<text class="mono harm end">x</text>')
    assert (words["font-family"], words["text-anchor"], words["font-weight"]) == ("Quintain Code", "end", "700")


def test_what_no_font_has_is_shown_by_its_number() -> None:
    """PDF/UA refuses a character without a glyph."""
    (element,) = ET.fromstring(styled(SVG.format("<text>a\uff46<tspan>\U0001f600</tspan>b</text>")))  # noqa: S314  ours
    assert "".join(element.itertext()) == "a[U+FF46][U+1F600]b"


@pytest.mark.sample(most=12, of="test")
@pytest.mark.parametrize("name", sorted(path.parent.name for path in Path("content").glob("*/exhibits/*/figure.svg")))
def test_every_figure_of_the_course_has_its_colours(name: str) -> None:
    """No shape is left that would be black by default, since no rule meets it; each says what is seen."""
    figure = whole_course().exhibits[name].figure
    root = ET.fromstring(styled(figure))  # noqa: S314  read by packs
    parents = {child: parent for parent in root.iter() for child in parent}

    def has(element: ET.Element | None, *names: str) -> bool:
        while element is not None:
            if any(element.get(each) for each in names):
                return True
            element = parents.get(element)
        return False

    bare = [
        each.tag for each in root.iter() if each.tag in {"rect", "circle", "path"} and not has(each, "fill", "stroke")
    ]
    bare += [each.tag for each in root.iter() if each.tag in {"line", "polyline"} and not has(each, "stroke")]
    assert (bare, "class" in json.dumps([each.attrib for each in root.iter()])) == ([], False)
    assert description(figure)
    assert width_of(figure) > 0
