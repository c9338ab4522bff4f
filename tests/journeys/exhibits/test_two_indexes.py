"""A learner chooses what an attacker has published."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_number_counts_the_commands_that_take_the_attacker_s_package(exhibit: Open) -> None:
    """For each thing that an attacker may publish."""
    shown = exhibit("two-indexes")
    data = data_of("two-indexes")
    for case, words in data["public"].items():
        shown.get_by_label(words, exact=True).check()
        lost = sum(owner not in {"our", ""} for owner in data["outcomes"][case])
        expect(shown.locator(".answer b")).to_have_text(f"{lost} of {len(data['commands'])}")
        expect(shown.locator(".cascade .came")).to_have_count(lost)
