"""A learner collects codes until the next one is known."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_last_code_of_624_makes_the_next_one_known(exhibit: Open) -> None:
    """By keyboard: with 624 codes everything is known; a seed from the time needs one; secrets shows nothing."""
    shown = exhibit("mt-clone")
    data = data_of("mt-clone")
    answer, slider = shown.locator(".answer b"), shown.get_by_role("slider")
    expect(answer).to_have_text("Unknown")

    slider.press("End")
    expect(answer).to_have_text("Known")
    expect(shown.locator(".compared .harm")).to_have_count(data["ahead"])
    slider.press("ArrowLeft")
    expect(answer).to_have_text("Unknown")

    shown.get_by_role("radio", name="random, seeded with the time").check()
    expect(answer).to_have_text("Known")
    shown.get_by_role("radio", name="secrets").check()
    slider.press("End")
    expect(answer).to_have_text("Unknown")
