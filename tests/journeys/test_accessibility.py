"""Every page passes axe, light and dark, wide and narrow, and never scrolls sideways."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

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
    "/timetable/",
    "/labs/sql-login/find/",
    "/labs/sql-login/break/",
    "/labs/sql-login/fix/",
    "/labs/stride-triage/find/",
    "/signed-out/",
    "/nowhere/",
)


@pytest.mark.sample(most=1)
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
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
