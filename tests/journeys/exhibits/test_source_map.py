"""A learner validates more and more of the sources."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_step_closes_the_decisions_of_its_sources(exhibit: Open) -> None:
    """The number, the lines and the values agree at each step, by keyboard."""
    shown = exhibit("source-map")
    data = data_of("source-map")
    slider = shown.get_by_label("How far you validate")
    slider.press("Home")
    for step in range(len(data["steps"])):
        open_ = [each for each in data["forgeries"] if each["step"] > step]
        theirs = {each["decision"] for each in open_}
        expect(shown.locator(".answer b")).to_have_text(f"{len(theirs)} of {len(data['decisions'])}")
        expect(shown.locator(".exhibit-pictures path.harm")).to_have_count(len(open_))
        expect(shown.locator(".exhibit-pictures dd.harm")).to_have_count(len(theirs))
        expect(shown.locator(".covered .sound")).to_have_count(step)
        slider.press("ArrowRight")
