"""A learner listens to the line between a program and its database."""

import pytest
from playwright.sync_api import expect

from .conftest import Open

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_a_value_leaves_the_text_and_a_column_is_chosen(exhibit: Open) -> None:
    """The number falls to nought once the value travels apart, and an unknown column is never sent."""
    shown = exhibit("text-then-values")
    number = shown.locator(".answer b")
    expect(number).to_have_text("14")
    expect(shown.locator(".wire .harm")).to_have_count(1)

    shown.get_by_label("f-string").press("ArrowRight")
    expect(shown.locator(".answer")).to_contain_text("within quotes")
    shown.get_by_label("psycopg 3").check()
    expect(number).to_have_text("0")
    expect(shown.locator(".wire")).to_contain_text("name = $1")

    shown.get_by_label("A column").check()
    shown.get_by_label("a dictionary").check()
    expect(shown.locator(".wire li")).to_have_text(["Nothing is sent.KeyError: 'pin'"])
    shown.get_by_role("button", name="newest").press("Enter")
    expect(shown.locator(".wire")).to_contain_text("ORDER BY since DESC")
