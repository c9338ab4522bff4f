"""Every page passes axe, light and dark, wide and narrow, and never scrolls sideways."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.sampling import some

from .axe import find_faults
from .conftest import Classroom, open_page, overflow_pixels

pytestmark = [pytest.mark.browser]

PAGES = (
    "/",
    "/topics/redos-in-python/",
    "/topics/sql-injection/",
    "/topics/integer-visualization/",
    "/topics/race-conditions/",
    "/topics/hashing/",
    "/topics/stride/",
    "/topics/threat-and-risk/",
    "/topics/saltzer-schroeder/",
    "/topics/further-reading/",
    "/assessment/",
    "/assessment/entry/",
    "/assessment/entry/review/",
    "/cases/one-pattern/",
    "/glossary/",
    "/search/?q=injection",
    "/timetable/",
    "/courseware/?lesson=redos",
    "/checklist/",
    "/labs/sql-login/find/",
    "/labs/sql-login/break/",
    "/labs/sql-login/fix/",
    "/labs/stride-triage/find/",
    "/signed-out/",
    "/nowhere/",
)

SPACED = (
    "/",
    "/topics/sql-injection/",
    "/glossary/",
    "/timetable/",
    "/courseware/",
    "/assessment/entry/",
    "/cases/one-pattern/",
)

SPACE_TEXT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets.push(sheet);
}"""
# Words for screen readers alone are in a box of one pixel, and a long word may end in an ellipsis with its title.
FIND_CUT = """() => [...document.querySelectorAll("body *")].filter((each) => {
  const style = getComputedStyle(each);
  if (!each.textContent.trim() || style.clipPath !== "none") return false;
  if (each.clientWidth < 2 || each.clientHeight < 2) return false;
  const hides = (way) => way === "hidden" || way === "clip";
  const isTall = hides(style.overflowY) && each.scrollHeight > each.clientHeight + 2;
  const isWide = hides(style.overflowX) && style.textOverflow !== "ellipsis" && each.scrollWidth > each.clientWidth + 2;
  return isTall || isWide;
}).map((each) => each.outerHTML.slice(0, 160))"""


@pytest.mark.sample(most=1)
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_pages_pass_axe_and_fit_their_window(
    browser: Browser,
    classroom: Classroom,
    scheme: Any,
    width: int,  # Any: Playwright's literal type is not exported
    address: str,
) -> None:
    """WCAG 2.2 AA, as far as axe can tell."""
    context, page, _ = open_page(browser, classroom, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(f"http://127.0.0.1:{classroom.port}{address}")
    if address.endswith(("/fix/", "/find/", "/break/")):
        expect(page.locator(".cm-content")).to_be_visible()
    found, overflow = find_faults(page), overflow_pixels(page)
    context.close()
    assert found == []
    assert overflow == 0


@pytest.mark.parametrize("width", [1440, 320])
def test_nothing_is_cut_where_text_has_more_space(browser: Browser, classroom: Classroom, width: int) -> None:
    """With the spacing of WCAG 1.4.12, no box hides a part of its text, and no page scrolls sideways."""
    context, page, _ = open_page(browser, classroom, viewport={"width": width, "height": 900})
    for address in some(SPACED, 3):
        page.goto(f"http://127.0.0.1:{classroom.port}{address}")
        page.evaluate(SPACE_TEXT)
        assert page.evaluate(FIND_CUT) == [], (address, width)
        assert overflow_pixels(page) == 0, (address, width)
    context.close()


LOOK = """(each) => {
  const style = getComputedStyle(each);
  return [style.backgroundColor, style.borderBlockEndColor, style.outlineStyle].join(" ");
}"""


@pytest.mark.parametrize(
    ("address", "chosen", "other"),
    [
        ("/labs/sql-login/find/", ".phase[aria-current]", ".phase:not([aria-current])"),
        ("/topics/integer-visualization/", ".segments label:has(:checked)", ".segments label:not(:has(:checked))"),
    ],
)
def test_what_is_chosen_is_seen_in_forced_colours(
    browser: Browser, classroom: Classroom, address: str, chosen: str, other: str
) -> None:
    """There the system's few colours replace all of ours, so the difference has to be made of those."""
    context, page, _ = open_page(browser, classroom, forced_colors="active")
    page.goto(f"http://127.0.0.1:{classroom.port}{address}")
    page.locator(chosen).first.scroll_into_view_if_needed()
    assert page.locator(chosen).first.evaluate(LOOK) != page.locator(other).first.evaluate(LOOK)
    context.close()
