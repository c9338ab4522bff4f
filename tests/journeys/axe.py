"""Ask axe about the state that a page is in.

It takes as long as opening the page does. Where not every case is run, axe looks once at each page in each colour and
width, in the first state that a journey of the process asks about; `quintain test --all` has it look each time.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.sampling import RUN

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
_FINISH = """async () => {
    const running = () => document.getAnimations().filter(
        each => each.playState === 'running' && each.effect.getComputedTiming().endTime !== Infinity);
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    for (let left = running(); left.length; left = running()) {
        await Promise.allSettled(left.map(each => each.finished));
        await frame();
    }
}"""

_LOOKED_AT: Final[set[tuple[object, ...]]] = set()


def find_faults(page: Page, but: str = "") -> list[tuple[str, list[str]]]:
    """Return what WCAG 2.2 AA forbids, as far as axe can tell, once nothing moves or fades any more.

    Each fault is a rule's name and the beginnings of the elements that break it; a spinner, which never ends, is not
    waited for. The elements that match the selector ``but`` are left out.
    """
    if not _is_new(page, but) and not RUN.tries_every_case:
        return []
    page.evaluate(_FINISH)
    context = {"exclude": [[but]]} if but else None
    found = Axe().run(page, context=context, options=RULES).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found]


def _is_new(page: Page, but: str) -> bool:
    """Tell whether axe has not looked at this kind of page yet, whatever its ids and numbers, in this look."""
    kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "*", urlsplit(page.url).path)
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    width = (page.viewport_size or {"width": 0})["width"]
    look = (kind, is_dark, width, but)
    if look in _LOOKED_AT:
        return False
    _LOOKED_AT.add(look)
    return True
