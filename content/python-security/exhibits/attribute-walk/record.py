"""Walk from the lesson's customer along attributes and items, as format strings do."""

import os
import platform
import string
import sys
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "format-strings"))

import before  # noqa: E402

# Every field that a reader can reach, its parent before it.
FIELDS = (
    "customer",
    "customer.name",
    "customer.name.__class__",
    "customer.name.__len__",
    "customer.__class__",
    "customer.__class__.__name__",
    "customer.__class__.__module__",
    "customer.__class__.__doc__",
    "customer.__dict__",
    "customer.__dict__[name]",
    "customer.__init__",
    "customer.__init__.__name__",
    "customer.__init__.__code__",
    "customer.__init__.__code__.co_varnames",
    "customer.__init__.__globals__",
    "customer.__init__.__globals__[__name__]",
    "customer.__init__.__globals__[SECRET_KEY]",
    "customer.__init__.__globals__[greet]",
    "customer.__init__.__globals__[os]",
    "customer.__init__.__globals__[os].name",
    "customer.__init__.__globals__[os].environ",
    "customer.__init__.__globals__[os].environ[API_KEY]",
    "customer.__init__.__globals__[os].sys",
    "customer.__init__.__globals__[os].sys.platform",
    "customer.__init__.__globals__[os].sys.modules",
)
SECRETS = {"customer.__init__.__globals__[SECRET_KEY]", "customer.__init__.__globals__[os].environ[API_KEY]"}
SHORT = (str, int, tuple, type(None))


def value_of(field: str) -> object:
    """Return what a field names, by the rules of format strings."""
    return string.Formatter().get_field(field, (), {"customer": before.Customer("Zoe")})[0]


def parent_of(field: str) -> str:
    return field[: max(field.rfind("."), field.rfind("["))] if field != "customer" else ""


def node(field: str) -> dict:
    value = value_of(field)
    return {
        "field": field,
        "parent": parent_of(field),
        "step": field.removeprefix(parent_of(field)),
        "kind": type(value).__name__,
        "text": before.greet(f"{{{field}}}", before.Customer("Zoe")) if isinstance(value, SHORT) else "",
        "secret": field in SECRETS,
    }


def record() -> dict:
    with patch.dict(os.environ, {"API_KEY": "f00d-cafe"}):
        nodes = [node(field) for field in FIELDS]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "nodes": nodes,
        "tables": [
            {
                "title": "What each field is, and what it prints where that is short",
                "columns": ["field", "type", "prints"],
                "rows": [
                    [f"`{{{each['field']}}}`", each["kind"], f"`{each['text']}`" if each["text"] else "-"]
                    for each in nodes
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw the two ways to a secret, step by step."""
    nodes = {each["field"]: each for each in data["nodes"]}
    chain = ["customer", "customer.__init__", "customer.__init__.__globals__"]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "trees-still",
            "width": "680",
            "height": "250",
            "viewBox": "0 0 680 250",
            "aria-label": "Steps from the customer to two secrets: its method, the method's global variables, and there the secret key, or the module os and its environment.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    def place(field: str, x: float, y: float, before_it: tuple[float, float] | None) -> tuple[float, float]:
        each = nodes[field]
        if before_it:
            fork = f"M {before_it[0]:g} {before_it[1] + 6:g} V {y - 4:g} H {x - 6:g}"
            ET.SubElement(svg, "path", {"class": "twig", "d": fork})
        write(each["step"], x, y, "mono harm" if each["secret"] else "mono")
        write(each["text"] if each["text"] else each["kind"], 330, y, "value" if each["secret"] else "")
        return x + 8, y

    last = None
    for row, field in enumerate(chain):
        last = place(field, 4 + 24 * row, 26 + 34 * row, last)
    base = "customer.__init__.__globals__"
    place(f"{base}[SECRET_KEY]", 76, 128, last)
    os_at = place(f"{base}[os]", 76, 162, last)
    environ_at = place(f"{base}[os].environ", 100, 196, os_at)
    place(f"{base}[os].environ[API_KEY]", 124, 230, environ_at)
    return ET.tostring(svg, encoding="unicode") + "\n"
