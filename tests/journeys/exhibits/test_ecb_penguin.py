"""A learner looks at the drawing in each mode."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_mode_shows_its_blocks(exhibit: Open) -> None:
    """The numbers are those of the run, and the picture says in words what can be seen."""
    shown = exhibit("ecb-penguin")
    data = data_of("ecb-penguin")
    for view in data["views"]:
        shown.get_by_role("radio", name=view["name"], exact=True).check()
        expect(shown.locator(".answer span")).to_have_text(
            f"{view['different']} of {data['blocks']} blocks are different"
        )
        expect(shown.get_by_role("img")).to_have_attribute(
            "aria-label", f"{view['about']}; an attacker sees: " + shown.locator(".answer b").inner_text().lower()
        )
