"""A learner finds a tag digit by digit, and then meets a comparison that tells nothing."""

import pytest
from playwright.sync_api import expect

from .conftest import Open

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_tag_is_found_with_1024_tries(exhibit: Open) -> None:
    """The slider works by keyboard, and one bar is different at each place."""
    shown = exhibit("tag-guess")
    place = shown.get_by_role("slider")
    place.press("Home")
    expect(shown.locator(".answer b")).to_have_text("16")
    expect(shown.locator("rect.harm")).to_have_count(1)
    place.press("ArrowRight")
    expect(shown.locator(".answer b")).to_have_text("32")
    place.press("End")
    expect(shown.locator(".answer b")).to_have_text("1,024")


def test_nothing_is_found_if_all_characters_are_compared(exhibit: Open) -> None:
    """All bars are equal."""
    shown = exhibit("tag-guess")
    shown.get_by_role("radio", name="compares all", exact=True).check()
    expect(shown.locator(".answer b")).to_have_text("16⁶⁴")
    expect(shown.locator("rect.box")).to_have_count(16)
    expect(shown.locator("rect.harm")).to_have_count(0)
