"""A learner walks through a data-flow diagram."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.exercises.conftest import Open, send

pytestmark = [
    pytest.mark.sample(most=1, of="folder"),
    pytest.mark.browser,
]


def box(shown: Locator, label: str) -> Locator:
    """Return a box of the chosen element."""
    return shown.locator("fieldset:not([hidden])").get_by_label(label)


def test_an_element_is_chosen_in_the_picture_and_graded_by_itself(exercise: Open, own_learner: Page) -> None:
    """What is ticked at another element is neither sent nor lost."""
    shown = exercise("diagram")
    shown.get_by_role("button", name="Customer, not answered").click()
    box(shown, "Tampering").check()
    shown.get_by_role("button", name="Orders, not answered").click()
    box(shown, "Tampering").check()
    box(shown, "Spoofing").check()
    send(own_learner, shown.get_by_role("button", name="Check").click)
    expect(shown.locator(".said:visible")).to_contain_text("2 that belong here are missing.")
    expect(shown.locator(".notes:visible")).to_contain_text("A table does not claim to be anyone.")
    expect(shown.locator(".part .mark")).to_have_count(1)
    shown.get_by_role("button", name="Customer, not answered").click()
    expect(box(shown, "Tampering")).to_be_checked()


def test_a_diagram_is_worked_by_keyboard_alone(exercise: Open, own_learner: Page) -> None:
    """Enter chooses a shape, Space ticks, Enter sends; the answer is shown when it is asked for."""
    shown = exercise("diagram")
    shown.get_by_role("button", name="Customer, not answered").focus()
    own_learner.keyboard.press("Enter")
    box(shown, "Spoofing").focus()
    own_learner.keyboard.press("Space")
    send(own_learner, lambda: own_learner.keyboard.press("Enter"))
    with own_learner.expect_response("**/shown"):
        shown.get_by_role("button", name="Show me the answer").press("Enter")
    expect(shown.locator(".said:visible")).to_contain_text("The answer.")
    expect(shown.get_by_role("button", name="Customer, answer shown")).to_be_visible()
    expect(shown.get_by_role("button", name="Check")).to_be_hidden()
