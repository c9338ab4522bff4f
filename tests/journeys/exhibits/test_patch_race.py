"""A learner sets two delays."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_fixes_at_once_and_the_rest_after_a_week_avoid_all(exhibit: Open) -> None:
    """By keyboard: first everything at once, then only the fixes."""
    shown = exhibit("patch-race")
    events = data_of("patch-race")["events"]
    number = shown.locator(".answer b")
    fixes, others = shown.get_by_role("slider").first, shown.get_by_role("slider").last
    expect(number).to_have_text(f"1 of {len(events)}")
    others.press("Home")
    fixes.press("Home")
    expect(number).to_have_text(f"{sum(each['kind'] == 'poison' for each in events)} of {len(events)}")
    others.press("End")
    expect(number).to_have_text(f"0 of {len(events)}")
