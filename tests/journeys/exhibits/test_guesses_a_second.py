"""A learner makes a password longer, and gives the attacker a graphics card."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_password_costs_what_the_table_says(exhibit: Open) -> None:
    """For one core, the picture says the times of the table; for a card it says where there is no figure."""
    shown = exhibit("guesses-a-second")
    data = data_of("guesses-a-second")
    rows = data["tables"][1]["rows"]
    for index, row in enumerate(rows):
        shown.get_by_role("slider").fill(str(index))
        expect(shown.locator("svg .value")).to_have_text(row[2:])
    shown.get_by_label("one graphics card").check()
    missing = sum(kind["card"] is None for kind in data["kinds"])
    expect(shown.locator("svg .value", has_text="no figure")).to_have_count(missing)
