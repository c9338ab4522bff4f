"""The pages, written from the templates."""

import json
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring


def add(parent, kind, text=None, /, **attributes):
    """Add an element to the page. Text stays text, whatever it holds."""
    element = SubElement(parent, kind, attributes)
    element.text = text
    return element


def add_sighting(parent, each):
    article = add(parent, "article")
    add(article, "h2", each.bird, title=each.observer)
    first, *others = each.remark.split("\n")
    remark = add(article, "p", first)
    for line in others:
        add(remark, "br").tail = line
    try:
        scheme = urlsplit(each.photo).scheme
    except ValueError:
        scheme = ""
    if scheme in {"http", "https"}:
        add(article, "a", "Photograph", href=each.photo)


def book(q, found, nest):
    """Write the page of the book."""
    page = Element("html", lang="en")
    add(page, "title", "Seen by the club")
    body = add(page, "body")
    add(body, "h1", "Seen by the club")
    if nest:
        add(body, "p", f"For the warden alone: the eagles nest at {nest}.")
    form = add(body, "form", action="/")
    add(form, "input", name="q", value=q)
    add(form, "button", "Search")
    for each in found:
        add_sighting(body, each)
    pins = json.dumps([{"bird": each.bird, "observer": each.observer, "at": each.at} for each in found])
    add(body, "script", pins.replace("<", "\\u003c"), type="application/json", id="pins")
    form = add(body, "form", action="/sightings", method="post")
    for name in ["bird", "observer", "at", "photo"]:
        add(form, "input", name=name, placeholder=name.title())
    add(form, "textarea", name="remark")
    add(form, "button", "Write it down")
    return "<!doctype html>" + tostring(page, encoding="unicode", method="html")
