"""The search's dialog, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from .axe import find_faults
from .conftest import Classroom, in_both_browsers

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]


@in_both_browsers
def test_a_lesson_is_found_by_keyboard(learner: Page, classroom: Classroom) -> None:
    """Ctrl K, a few letters, an arrow and Enter lead to a heading; Escape goes back to where the focus was.

    The editor of a lab keeps the keys for itself.
    """
    home = f"http://127.0.0.1:{classroom.port}/"
    learner.goto(home)
    field, dialog = learner.get_by_role("combobox", name="Search the course"), learner.locator("dialog#search")
    learner.locator("#search-open").focus()
    learner.keyboard.press("Control+k")
    expect(field).to_be_focused()
    learner.keyboard.type("yaml.safe_lo")
    options = learner.get_by_role("option")
    expect(options.first).to_contain_text("Unsafe deserialization")
    expect(learner.get_by_role("status").filter(has_text="sections")).to_have_text(re.compile(r"\d+ sections"))
    assert find_faults(learner) == []
    learner.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    learner.keyboard.press("ArrowDown")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    learner.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(learner.locator("#search-open")).to_be_focused()

    learner.keyboard.press("Enter")
    expect(field).to_be_focused()
    learner.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "found-1")
    learner.keyboard.press("Enter")
    learner.wait_for_url(re.compile(r"/topics/deserialisation/#"))
    expect(dialog).to_be_hidden()

    learner.keyboard.press("Control+k")
    learner.keyboard.type("how do I hash a pasword")
    expect(learner.locator("#search-count")).to_contain_text("Nothing has “pasword”; these have “password”.")
    expect(learner.get_by_role("link", name="Search as typed")).to_be_visible()
    assert find_faults(learner) == []
    learner.keyboard.press("Control+a")
    learner.keyboard.type("zzzz <qqqq>")
    expect(learner.locator("#search-count")).to_have_text("Nothing is said about “zzzz <qqqq>”.")
    learner.keyboard.press("Enter")
    learner.wait_for_url(re.compile(r"/search/\?q=zzzz"))
    expect(learner.get_by_role("heading", level=1)).to_have_text("Search the course")

    learner.goto(f"{home}labs/sql-login/fix/")
    learner.locator(".cm-content").focus()
    learner.keyboard.press("Control+k")
    learner.keyboard.press("/")
    expect(dialog).to_be_hidden()
