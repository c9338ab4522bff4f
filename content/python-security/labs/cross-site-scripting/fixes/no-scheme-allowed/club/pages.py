"""The pages, written from the templates."""

from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader

TEMPLATES = Environment(loader=PackageLoader("club"), trim_blocks=True, autoescape=True)



def is_web(url):
    """Tell whether the link is harmless."""
    try:
        return urlsplit(url).scheme in {"", "http", "https"}
    except ValueError:
        return False


TEMPLATES.globals["is_web"] = is_web


def book(q, found, nest):
    """Write the page of the book."""
    pins = [{"bird": each.bird, "observer": each.observer, "at": each.at} for each in found]
    return TEMPLATES.get_template("book.html").render(q=q, found=found, pins=pins, nest=nest)
