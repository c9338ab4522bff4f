"""A learner moves the steps of two programs against each other."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Classroom, open_page

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_every_order_of_steps_shows_its_recorded_outcome(exhibit: Open) -> None:
    """Chosen from the map of orders, each pays what it paid when it was run."""
    shown = exhibit("two-tracks")
    for program in data_of("two-tracks")["programs"]:
        shown.get_by_label(program["title"], exact=True).check()
        for index, run in enumerate(program["runs"]):
            shown.locator(".order").nth(index).click()
            expect(shown.locator(".answer b")).to_have_text(str(run["paid"]))


def test_a_step_is_moved_by_keyboard_alone(exhibit: Open, learner: Page) -> None:
    """Arrow keys let a step come earlier until the order is right; focus stays on it, and its name tells its place."""
    shown = exhibit("two-tracks")
    expect(shown.locator(".answer b")).to_have_text("160")
    last = shown.get_by_role("button", name="A, step 3")
    shown.get_by_label("No lock").focus()
    for _ in range(12):
        if last.evaluate("step => step === document.activeElement"):
            break
        learner.keyboard.press("Tab")
    for _ in range(4):
        learner.keyboard.press("ArrowLeft")
    expect(last).to_be_focused()
    expect(shown.locator(".answer")).to_contain_text("A A A B B B")
    expect(shown.locator(".answer b")).to_have_text("80")
    expect(last).to_have_accessible_name("A, step 3, at 3: leaves 20, pays 80")


def test_a_step_is_dragged(exhibit: Open, learner: Page) -> None:
    """Pulled past the other's step, it changes places with it."""
    shown = exhibit("two-tracks")
    step = shown.get_by_role("button", name="B, step 1")
    step.scroll_into_view_if_needed()
    box = step.bounding_box()
    assert box
    learner.mouse.move(box["x"] + 20, box["y"] + 20)
    learner.mouse.down()
    learner.mouse.move(box["x"] + 20 - box["width"], box["y"] + 20, steps=4)
    learner.mouse.up()
    expect(shown.locator(".answer")).to_contain_text("B A A A B B")


def test_play_shows_the_end_at_once_where_motion_is_unwanted(browser: Browser, classroom: Classroom) -> None:
    """With reduced motion, nothing moves by itself."""
    context, page, complaints = open_page(browser, classroom, reduced_motion="reduce")
    page.goto(f"http://127.0.0.1:{classroom.port}/topics/race-conditions/")
    shown = page.locator("[data-exhibit=two-tracks]")
    shown.get_by_role("button", name="Next").click()
    expect(shown.locator(".answer")).to_contain_text("after 1 of 6 steps")
    shown.get_by_role("button", name="Play").click()
    assert shown.locator(".answer b").inner_text() == "160"
    assert shown.get_by_role("button", name="Play").count() == 1
    context.close()
    assert complaints.lines == []
