"""A learner runs a program line by line and reads what its audit hook hears."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_line_adds_its_events_and_a_group_can_be_chosen(exhibit: Open) -> None:
    """Next runs one line; at the end, all events are there, and those of one group when it is chosen."""
    shown = exhibit("audit-stream")
    data = data_of("audit-stream")
    number = shown.locator(".answer b")
    step = shown.get_by_role("button", name="Next")
    expect(number).to_have_text("0")
    for _ in data["source"]:
        step.press("Enter")
    expect(number).to_have_text(str(len(data["events"])))

    for group in data["groups"]:
        shown.get_by_label(group, exact=True).check()
        expect(number).to_have_text(str(sum(each["group"] == group for each in data["events"])))
