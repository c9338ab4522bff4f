"""A learner goes through the packages of an environment."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_slider_says_how_far_each_package_is_and_shows_the_way(exhibit: Open) -> None:
    """By keyboard: the last package first, then the first one."""
    shown = exhibit("dependency-galaxy")
    packages = data_of("dependency-galaxy")["packages"]
    slider = shown.get_by_role("slider")
    for key, each in (("End", packages[-1]), ("Home", packages[1])):
        slider.press(key)
        expect(shown.locator(".answer b")).to_have_text(str(each["depth"]))
        expect(shown.locator("dd").first).to_have_text(" → ".join(each["way"]))
        expect(shown.locator("line.here")).to_have_count(each["depth"])
