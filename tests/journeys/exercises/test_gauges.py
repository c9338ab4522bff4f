"""A learner assigns incidents to gauges."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.exercises.conftest import Open, send

pytestmark = [
    pytest.mark.sample(most=1, of="folder"),
    pytest.mark.browser,
]


def gauge(shown: Locator, name: str) -> Locator:
    """Return a gauge."""
    return shown.get_by_role("button", name=re.compile(f"^{name}"))


def test_a_gauge_falls_when_it_is_hit_and_the_answer_is_still_there_tomorrow(exercise: Open, own_learner: Page) -> None:
    """A wrong gauge says why and does not move; the right one falls; both stand after a reload."""
    shown = exercise("gauges")
    shown.get_by_role("button", name="A release that reads keys").click()
    send(own_learner, gauge(shown, "Availability").click)
    expect(shown.locator(".said:visible")).to_contain_text("Not so.")
    expect(shown.locator(".told:visible")).to_be_focused()
    expect(gauge(shown, "Availability")).to_contain_text("holds")
    send(own_learner, gauge(shown, "Confidentiality").click)
    expect(gauge(shown, "Confidentiality")).to_contain_text("damaged, 1 incident")
    expect(gauge(shown, "Confidentiality")).to_be_disabled()
    shown = exercise("gauges")
    expect(gauge(shown, "Confidentiality")).to_contain_text("damaged, 1 incident")
    expect(shown.get_by_role("button", name="A release that reads keys, right")).to_be_visible()


def test_by_keyboard_alone(exercise: Open, own_learner: Page) -> None:
    """Tab and Enter choose an incident, press its gauge, and go on to the next."""
    shown = exercise("gauges")
    gauge(shown, "Confidentiality").focus()
    send(own_learner, lambda: own_learner.keyboard.press("Enter"))
    expect(shown.locator(".said:visible")).to_contain_text("Right.")
    own_learner.keyboard.press("Tab")
    expect(shown.get_by_role("button", name="Next: The same version, another file")).to_be_focused()
    own_learner.keyboard.press("Enter")
    expect(shown.get_by_role("button", name="The same version, another file, not answered")).to_have_attribute(
        "aria-pressed", "true"
    )
