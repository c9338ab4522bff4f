"""A lab of many files: tabs that fit, a menu of all, and what differs from the original is seen in both."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .axe import find_faults
from .conftest import in_both_browsers, overflow_pixels
from .workbench import open_find, open_fix, show_file

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]

LAB = "vulnerable-versions"  # fourteen files


def is_whole(tab: Locator, row: Locator) -> bool:
    """Whether a tab is seen from its beginning to its end."""
    inner, outer = tab.bounding_box(), row.bounding_box()
    assert inner
    assert outer
    return inner["x"] >= outer["x"] - 1 and inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1


@in_both_browsers
def test_tabs_that_fit_are_seen_and_the_menu_has_all(learner: Page) -> None:
    """Nothing of the row is scrolled or cut; by arrow keys one comes to all tabs, by the menu to any at once."""
    learner.set_viewport_size({"width": 1440, "height": 900})
    open_fix(learner, LAB)
    row = learner.locator("#files [role=tablist]")
    tabs, seen = row.locator("[role=tab]"), row.locator("[role=tab]:visible")
    expect(tabs).to_have_count(14)
    assert 1 < seen.count() < 14
    assert all(is_whole(tab, row) for tab in seen.all())
    assert row.evaluate("row => row.scrollHeight - row.clientHeight") == 0
    tabs.first.focus()
    learner.keyboard.press("End")
    expect(tabs.last).to_be_focused()
    expect(tabs.last).to_be_visible()
    assert is_whole(tabs.last, row)

    menu, button = learner.locator("#files-menu"), learner.locator("#files-button")
    items = menu.get_by_role("menuitemradio")
    button.focus()
    learner.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(items).to_have_count(14)
    expect(items.last).to_be_focused()
    assert find_faults(learner) == []
    learner.keyboard.press("ArrowDown")  # from the last to the first
    expect(items.first).to_be_focused()
    learner.keyboard.press("l")
    expect(items.nth(1)).to_be_focused()
    learner.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    learner.keyboard.press("Enter")
    expect(items.last).to_be_focused()
    learner.keyboard.press("Home")
    learner.keyboard.press("ArrowDown")
    learner.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    expect(learner.locator(".cm-content")).to_be_focused()
    expect(learner.locator(".cm-content")).to_have_attribute("data-path", "letters.py")


def test_each_changed_file_is_marked(learner: Page) -> None:
    """At its tab and in the menu; the line above the code counts the file that is shown, and all."""
    open_fix(learner, LAB)
    learner.set_viewport_size({"width": 1440, "height": 900})
    content, changed = learner.locator(".cm-content"), learner.locator("#changed")
    expect(changed).to_have_text("original code")
    for path, lines in (("requirements.txt", 1), ("letters.py", 2)):
        learner.locator("#files-button").click()
        learner.get_by_role("menuitemradio", name=path).click()
        expect(content).to_have_attribute("data-path", path)
        learner.keyboard.press("Control+Home")
        learner.keyboard.type("# new\n" * lines)
    expect(changed).to_have_text("2 lines changed, 3 in all files")
    marked = learner.locator("#files [role=tab]", has=learner.locator(".changed"))
    assert [tab.get_attribute("data-path") for tab in marked.all()] == ["requirements.txt", "letters.py"]
    learner.locator("#files-button").click()
    expect(learner.get_by_role("menuitemradio", name="requirements.txt")).to_contain_text("1 line changed")
    learner.get_by_role("menuitemradio", name="letters.py").click()
    learner.keyboard.press("Control+Home")
    for _ in range(2):
        learner.keyboard.press("Shift+Control+k")
    expect(changed).to_have_text(re.compile("^original code, 1 in all files$"))
    expect(marked).to_have_count(1)


def test_code_in_c_has_colours(learner: Page) -> None:
    """Its grammar is loaded where there is some."""
    open_fix(learner, "native-badge")
    show_file(learner, "badge.c")
    expect(learner.locator(".cm-line .tok-comment").first).to_be_visible()
    expect(
        learner.locator(".cm-line .tok-keyword").filter(has_text=re.compile("^(static|char|int|void)$")).first
    ).to_be_visible()
    expect(learner.locator(".cm-line .tok-definition").first).to_be_visible()


@pytest.mark.parametrize("width", [390, 320])
def test_a_narrow_window_shows_one_file_and_the_menu(learner: Page, width: int) -> None:
    """The page is as wide as its window, and so is the menu."""
    learner.set_viewport_size({"width": width, "height": 700})
    open_find(learner, LAB)
    learner.locator("#files-button").click()
    box = learner.locator("#files-menu").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert overflow_pixels(learner) == 0
    assert find_faults(learner) == []
