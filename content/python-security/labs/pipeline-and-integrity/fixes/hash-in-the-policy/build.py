"""Builds the site: python build.py writes the folder dist/."""

import json
import shutil
from html import escape
from pathlib import Path

POLICY = [
    "default-src 'self'",
    "script-src 'sha384-1IXuiakPmoUVPAEbgn5P7yWOZrpx9WGXBLIs6n1gA+0/Fd9Cqcw5bxcnEXGxXLhJ'",
    "connect-src https://api.cardform.test",
    "form-action 'self'",
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
