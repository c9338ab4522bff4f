"""The pages, written from the templates."""

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

TEMPLATES = Environment(autoescape=True, loader=PackageLoader("club"), trim_blocks=True)


def lines(text):
    """Show a text in lines: each is escaped, and only what joins them is markup."""
    return Markup("<br>\n").join(escape(line) for line in text.split("\n"))


def book(q, found, nest):
    """Write the page of the book."""
    pins = [{"bird": each.bird, "observer": each.observer, "at": each.at} for each in found]
    return TEMPLATES.get_template("book.html").render(q=q, found=found, pins=pins, nest=nest, lines=lines)
