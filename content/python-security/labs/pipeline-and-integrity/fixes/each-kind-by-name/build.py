"""Builds the site: python build.py writes the folder dist/."""

import json
import shutil
from html import escape
from pathlib import Path

POLICY = [
    "script-src https://cdn.cardform.test",
    "connect-src https://api.cardform.test",
    "form-action 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "font-src 'none'",
    "media-src 'none'",
    "manifest-src 'none'",
]

# The host sends these lines with each page.
HEADERS = [
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Content-Security-Policy: " + "; ".join(POLICY),
]


def fill(text, values):
    """Put values into a page: {{ name }} becomes the value of this name."""
    for name, value in values.items():
        text = text.replace("{{ " + name + " }}", escape(value))
    return text


def main():
    """Copy site/ to dist/, with today's prices in the pages."""
    prices = json.loads(Path("prices.json").read_text(encoding="utf-8"))
    shutil.rmtree("dist", ignore_errors=True)
    shutil.copytree("site", "dist")
    for page in Path("dist").glob("*.html"):
        page.write_text(fill(page.read_text(encoding="utf-8"), prices), encoding="utf-8")
    Path("dist/headers.txt").write_text("\n".join(HEADERS) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
