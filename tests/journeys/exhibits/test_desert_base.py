"""A learner goes from the dark map to a name, step by step."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_every_step_shows_its_number_and_the_weeks_are_shown_once(exhibit: Open) -> None:
    """Next and the arrow keys go through the same steps."""
    shown = exhibit("desert-base")
    steps = data_of("desert-base")["steps"]
    for number, step in enumerate(steps):
        if number == 1:
            shown.get_by_role("button", name="Next").click()
        elif number:
            shown.get_by_role("slider").press("ArrowRight")
        expect(shown.locator(".answer b")).to_have_text(step["large"])
        expect(shown.locator(".heat-place h4").first).to_have_text(step["title"])
        expect(shown.locator(".heat-place .strip")).to_have_count(int(step["title"] == "Wait"))
