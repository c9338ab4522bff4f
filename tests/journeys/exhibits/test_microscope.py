"""A learner moves the check behind one change after the other."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_check_judges_the_line_above_it(exhibit: Open) -> None:
    """At each place the number is that of the commands that run, and the text's way ends as recorded."""
    shown = exhibit("microscope")
    data = data_of("microscope")
    attacks = [each for each in data["texts"] if each["attack"]]
    slider = shown.get_by_label("Where the check is")
    ends = {"refused": "the guest is refused", "RUNS": "it runs the command", "shown": "it shows the message"}
    for after in range(len(data["places"])):
        running = sum(each["outcomes"][after] == "RUNS" for each in attacks)
        expect(shown.locator(".answer b")).to_have_text(f"{running} of {len(attacks)}")
        expect(shown.locator(".exhibit-pictures dl").first.locator("dd").last).to_have_text(
            ends[attacks[-1]["outcomes"][after]]
        )
        slider.press("ArrowRight")
    shown.get_by_role("radio").last.check()
    expect(shown.locator(".exhibit-pictures dl").first.locator("dd").last).to_have_text(ends["shown"])
    expect(shown.get_by_text("which NFKC does not change")).to_have_count(1)
