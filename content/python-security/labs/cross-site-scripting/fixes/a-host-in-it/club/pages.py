"""The pages, written from the templates."""

from jinja2 import Environment, PackageLoader

TEMPLATES = Environment(autoescape=True, loader=PackageLoader("club"), trim_blocks=True)


def book(q, found, nest):
    """Write the page of the book."""
    pins = [{"bird": each.bird, "observer": each.observer, "at": each.at} for each in found]
    return TEMPLATES.get_template("book.html").render(q=q, found=found, pins=pins, nest=nest)
