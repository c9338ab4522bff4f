"""What holds for exercises of every kind: they pass axe, fit their window, and work without script."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.axe import find_faults
from tests.journeys.conftest import Classroom, open_page, overflow_pixels
from tests.journeys.exercises.conftest import TOPICS

pytestmark = [pytest.mark.whole, pytest.mark.browser]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_exercises_pass_axe_and_fit_their_window(
    browser: Browser,
    classroom: Classroom,
    scheme: Any,
    width: int,  # Any: Playwright's literal type is not exported
) -> None:
    """WCAG 2.2 AA, as far as axe can tell, and nothing scrolls sideways."""
    context, page, complaints = open_page(
        browser, classroom, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    faults = {}
    for kind, topic in TOPICS.items():
        page.goto(f"http://127.0.0.1:{classroom.port}/topics/{topic}/")
        expect(page.locator(f"[data-exercise={kind}]")).to_have_class("exercise live")
        if found := find_faults(page):
            faults[kind] = found
        assert overflow_pixels(page) == 0
    context.close()
    assert (faults, complaints.lines) == ({}, [])


@pytest.mark.parametrize("kind", TOPICS)
def test_without_script_an_exercise_is_a_form(browser: Browser, classroom: Classroom, kind: str) -> None:
    """Every element has its boxes; those that are ticked are graded together, and one is back at the exercise."""
    context, page, _ = open_page(browser, classroom, java_script_enabled=False)
    page.goto(f"http://127.0.0.1:{classroom.port}/topics/{TOPICS[kind]}/")
    shown = page.locator(f"[data-exercise={kind}]")
    elements = shown.locator("form > fieldset")
    for index in range(2):
        for name in dict.fromkeys(box.get_attribute("name") for box in elements.nth(index).locator("input").all()):
            elements.nth(index).locator(f"input[name='{name}']").first.check()
    shown.get_by_role("button", name="Check").click()
    expect(page).to_have_url(f"http://127.0.0.1:{classroom.port}/topics/{TOPICS[kind]}/#{shown.get_attribute('id')}")
    expect(shown.locator(".said")).to_have_count(2)
    context.close()
