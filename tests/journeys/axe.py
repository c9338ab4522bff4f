"""Ask axe about the state that a page is in."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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


def find_faults(page: Page, but: str = "") -> list[tuple[str, list[str]]]:
    """Return what WCAG 2.2 AA forbids, as far as axe can tell, once nothing moves or fades any more.

    Each fault is a rule's name and the beginnings of the elements that break it; a spinner, which never ends, is not
    waited for. The elements that match the selector ``but`` are left out.
    """
    page.evaluate(_FINISH)
    context = {"exclude": [[but]]} if but else None
    found = Axe().run(page, context=context, options=RULES).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found]
