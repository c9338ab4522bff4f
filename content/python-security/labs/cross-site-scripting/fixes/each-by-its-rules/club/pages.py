"""The pages, written from the templates."""

import json

from jinja2 import Environment, PackageLoader

TEMPLATES = Environment(loader=PackageLoader("club"), trim_blocks=True)


def book(q, found, nest):
    """Write the page of the book."""
    pins = json.dumps([{"bird": each.bird, "observer": each.observer, "at": each.at} for each in found])
    pins = pins.replace("<", "\\u003c")
    return TEMPLATES.get_template("book.html").render(q=q, found=found, pins=pins, nest=nest)
