"""The pages, written from the templates."""

import re

from jinja2 import Environment, PackageLoader

TEMPLATES = Environment(loader=PackageLoader("club"), trim_blocks=True, autoescape=True)

TEMPLATES.globals["is_web"] = lambda url: re.search(r"^https?://\S+$", url, re.MULTILINE | re.IGNORECASE)


def book(q, found, nest):
    """Write the page of the book."""
    pins = [{"bird": each.bird, "observer": each.observer, "at": each.at} for each in found]
    return TEMPLATES.get_template("book.html").render(q=q, found=found, pins=pins, nest=nest)
