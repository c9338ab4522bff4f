"""An element of a page."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Element:
    """An element that a browser would make; ``raw`` is the text directly in it: a script's or a textarea's content."""

    name: str
    attributes: Mapping[str, str]
    raw: str = ""
    place: range = range(0)  # its descendants among the page's elements
    span: slice = slice(0)  # its text in the page's text
    namespace: str = "html"  # or "svg", "math"
    is_closed: bool = True  # whether its end tag came
