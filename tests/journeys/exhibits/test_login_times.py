"""A learner looks for a line that tells which names exist."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_best_line_sorts_as_well_as_was_recorded(exhibit: Open) -> None:
    """All names with the same text alone, and about half of them with the same work."""
    shown = exhibit("login-times")
    for version in data_of("login-times")["versions"]:
        shown.get_by_label(version["title"], exact=True).check()
        shown.get_by_role("slider").fill(str(version["best"]))
        expect(shown.locator(".answer b")).to_have_text(f"{round(100 * version['right'])} %")
        tone = "danger" if version["name"] == "text" else "sound"
        expect(shown.locator(".answer")).to_have_class(f"answer {tone}")
