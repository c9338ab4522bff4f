"""A learner places risks on a board."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.exercises.conftest import Open, send

pytestmark = [
    pytest.mark.sample(most=1, of="folder"),
    pytest.mark.browser,
]


def cell(shown: Locator, across: int, up: int) -> Locator:
    """Return a cell, counted from 1 at the lower left."""
    return shown.locator(".cell").nth((5 - up) * 5 + across - 1)


def test_a_risk_is_placed_by_arrow_keys_and_its_field_is_shown(exercise: Open, own_learner: Page) -> None:
    """The first arrow sets it into the middle; boxes follow; the field comes with the grade and not before."""
    shown = exercise("board")
    pick = shown.get_by_role("button", name="1 A known exploited vulnerability, not answered")
    pick.focus()
    for key in ("ArrowUp", "ArrowRight", "ArrowRight", "ArrowUp"):
        own_learner.keyboard.press(key)
    expect(pick).to_be_focused()
    expect(shown.locator("form > fieldset:not([hidden])").get_by_label("expected")).to_be_checked()
    expect(shown.locator(".cell.field")).to_have_count(0)
    send(own_learner, shown.get_by_role("button", name="Check").click)
    expect(shown.locator(".said:visible")).to_contain_text("Right.")
    expect(shown.locator(".cell.field")).to_have_count(4)


def test_a_risk_is_clicked_dragged_and_never_leaves_the_board(exercise: Open, own_learner: Page) -> None:
    """A click on a cell places it, a drag moves it, and arrows stop at the edge."""
    shown = exercise("board")
    cell(shown, 2, 4).click()
    token = shown.locator(".cell .token")
    expect(cell(shown, 2, 4).locator(".token")).to_have_text("1")
    token.drag_to(cell(shown, 5, 5))
    expect(cell(shown, 5, 5).locator(".token")).to_have_text("1")
    token.focus()
    own_learner.keyboard.press("ArrowRight")
    own_learner.keyboard.press("ArrowUp")
    expect(cell(shown, 5, 5).locator(".token")).to_be_focused()
