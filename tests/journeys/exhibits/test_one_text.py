"""A learner lets a text grow, and watches five bars."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_slider_goes_to_where_nobody_has_waited(exhibit: Open) -> None:
    """It begins at the longest text that all have read; one step further the written pattern was not run."""
    shown = exhibit("one-text")
    slider = shown.get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuetext", "36 backslashes")
    expect(shown.locator(".answer b")).to_have_text("1.4 s")
    expect(shown.locator(".endless")).to_have_count(0)
    slider.press("ArrowRight")
    expect(shown.locator(".answer b")).to_have_text("not run")
    expect(shown.locator(".endless")).to_have_count(1)
    slider.press("End")
    expect(shown.locator("svg .value")).to_have_count(len(data_of("one-text")["ways"]))
    expect(slider).to_have_attribute("aria-valuetext", "1000000 backslashes")
