"""A learner arranges the workbench, by mouse and by keyboard, and finds it so again."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .axe import find_faults
from .conftest import in_both_browsers, overflow_pixels
from .workbench import expect_saved, open_break, open_fix, write

pytestmark = [
    pytest.mark.sample(most=1, of="file"),
    pytest.mark.browser,
]


def width_of(place: Locator) -> float:
    """Return the width of what is shown."""
    box = place.bounding_box()
    assert box
    return box["width"]


@in_both_browsers
def test_panes_are_dragged_and_stay_so(learner: Page) -> None:
    """By the mouse, by arrows, Home and End; after the page is loaded again, all is as it was."""
    learner.set_viewport_size({"width": 1440, "height": 900})
    open_fix(learner, "sql-login")
    task, divider = learner.locator(".pane.task"), learner.get_by_role("separator", name="Width of the task")
    box = divider.bounding_box()
    assert box
    learner.mouse.move(box["x"] + 6, box["y"] + 200)
    learner.mouse.down()
    learner.mouse.move(box["x"] + 86, box["y"] + 220, steps=4)
    learner.mouse.up()
    dragged = width_of(task)
    assert 370 < dragged < 410, f"80 pixels more than 312 are {dragged}"
    divider.press("ArrowRight")
    assert width_of(task) == pytest.approx(dragged + 24, abs=1)
    assert divider.get_attribute("aria-valuenow") == str(round(width_of(task) / 14.4))
    open_fix(learner, "sql-login")
    assert width_of(task) == pytest.approx(dragged + 24, abs=1)
    divider.press("Home")
    assert width_of(task) == pytest.approx(192, abs=1)
    divider.dispatch_event("dblclick")  # Firefox, driven by BiDi, makes two single clicks of one
    assert width_of(task) == pytest.approx(312, abs=1), "a double click gives the usual width back"


def test_panes_get_their_width_by_buttons_too(learner: Page) -> None:
    """For those who cannot drag; the list stays open, as one presses several times."""
    open_fix(learner, "sql-login")
    learner.get_by_role("button", name="Width of the panes").click()
    menu = learner.locator("#widths")
    for pane in ("task", "evidence"):
        place = learner.locator(f".pane.{pane}")
        before = width_of(place)
        menu.locator(f'[data-width="{pane}"]', has_text="narrower").click()
        narrow = width_of(place)
        assert narrow < before, f"{pane} is no narrower"
        menu.locator(f'[data-width="{pane}"]', has_text="wider").click()
        assert width_of(place) > narrow, f"{pane} is no wider"
    expect(menu).to_be_visible()
    assert find_faults(learner) == []


@in_both_browsers
def test_a_pane_is_closed_and_opens_for_what_comes_into_it(learner: Page) -> None:
    """By its button or by Enter on its divider; a hint that is asked for is seen."""
    learner.set_viewport_size({"width": 1280, "height": 720})
    open_break(learner, "sql-login")
    task, button = learner.locator(".pane.task"), learner.get_by_role("button", name="Task", exact=True)
    button.press("Enter")
    expect(task).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    learner.get_by_role("separator", name="Width of the results").press("Enter")
    expect(learner.locator(".pane.evidence")).to_be_hidden()
    open_break(learner, "sql-login")
    expect(task).to_be_hidden()
    assert find_faults(learner) == []
    learner.get_by_role("button", name="Stuck?").click()
    learner.locator("#stuck").get_by_role("button", name=re.compile("Open hint")).click()
    expect(task.locator(".hint").last).to_be_focused()
    expect(learner.locator("#stuck")).to_be_hidden()


def test_lines_wrap_and_code_grows_and_the_browser_keeps_both(learner: Page) -> None:
    """Wrapped code is no wider than its place; the size goes up and down by buttons."""
    learner.set_viewport_size({"width": 1280, "height": 720})
    open_fix(learner, "sql-login")
    scroller = learner.locator(".cm-scroller")
    learner.get_by_role("button", name="Wrap").click()
    learner.get_by_role("button", name="Larger code").click()
    for _ in range(2):
        expect(learner.get_by_role("button", name="Wrap")).to_have_attribute("aria-pressed", "true")
        assert scroller.evaluate("(place) => place.scrollWidth - place.clientWidth") == 0
        assert learner.locator(".cm-line").first.evaluate("(line) => getComputedStyle(line).fontSize") == "14px"
        open_fix(learner, "sql-login")


def test_keys_are_listed_where_they_are_no_text(learner: Page) -> None:
    """A question mark opens the list outside of the editor, and is text in it; it can be switched off."""
    open_fix(learner, "sql-login")
    dialog = learner.get_by_role("dialog", name="Keyboard shortcuts")
    learner.locator(".cm-content").click()
    learner.keyboard.press("?")
    expect(dialog).to_be_hidden()
    learner.keyboard.press("Control+z")
    learner.locator("#run-tests").focus()
    learner.keyboard.press("?")
    expect(dialog).to_contain_text("judge my fix")
    assert find_faults(learner) == []
    dialog.get_by_role("checkbox").uncheck()
    learner.keyboard.press("Escape")
    learner.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_a_syntax_error_is_marked_and_named(learner: Page) -> None:
    """Below the editor, with its line, to which it leads; once it is repaired, nothing is said."""
    open_fix(learner, "sql-login")
    write(learner, "x = 1\nif x > 0\n    x = 2\n")
    told = learner.locator("#syntax")
    expect(told).to_have_text("Line 2: a colon (:) is missing at its end.")
    expect(learner.locator(".cm-lintRange-error")).to_have_count(1)
    assert find_faults(learner) == []
    write(learner, "x = 1\nif x > 0:\n    x = 2\n")
    expect(told).to_be_empty()


@in_both_browsers
def test_a_comment_before_a_function_leaves_the_function_where_it_is(learner: Page) -> None:
    """Enter behind a comment that is typed at the start of what follows another function."""
    open_fix(learner, "sql-login")
    write(learner, "def first():\n    return 1\n\n\ndef second():\n    return 2\n")
    learner.keyboard.press("Control+Home")
    for _ in range(4):
        learner.keyboard.press("ArrowDown")
    learner.keyboard.type("# note")
    learner.keyboard.press("Enter")
    lines = learner.locator(".cm-content .cm-line")
    # A pattern, as plain words are compared without the spaces before them.
    expect(lines.nth(5)).to_have_text(re.compile(r"^def second\(\):$"))
    learner.keyboard.type("# more")
    learner.keyboard.press("Enter")
    expect(lines.nth(5)).to_have_text(re.compile("^# more$"))
    expect(lines.nth(6)).to_have_text(re.compile(r"^def second\(\):$"))


def test_typing_is_saved_without_a_word(learner: Page) -> None:
    """The word that says what is saved is for the eye: nothing that is read out changes while somebody types."""
    open_fix(learner, "sql-login")
    learner.evaluate("""() => {
      window.heard = [];
      const isRead = node => (node.parentElement ?? node).closest?.("[aria-live=polite], [role=status], [role=alert]");
      new MutationObserver(all => all.forEach(({ target }) => isRead(target) && window.heard.push(target.outerHTML)))
        .observe(document.body, { subtree: true, childList: true, characterData: true });
    }""")
    learner.locator(".cm-content").click()
    learner.keyboard.press("Control+Home")
    for line in range(3):
        learner.keyboard.type(f"# {line}\n")
        expect_saved(learner)
    assert learner.evaluate("window.heard") == []


def test_the_task_comes_first_in_a_narrow_window(learner: Page) -> None:
    """And the editor is as high as its code, so that only the page scrolls."""
    for width, height in ((390, 844), (640, 360)):
        learner.set_viewport_size({"width": width, "height": height})
        open_fix(learner, "sql-login")
        tops = [learner.locator(f"#pane-{pane}").bounding_box() for pane in ("task", "editor", "evidence")]
        places = [box["y"] for box in tops if box]
        assert places == sorted(places), f"from above: {places}"
        assert overflow_pixels(learner) == 0
        scrolled = "(place) => place.scrollHeight - place.clientHeight"
        assert learner.locator(".cm-scroller").evaluate(scrolled) == 0


def test_a_wide_low_window_shows_enough_code(learner: Page) -> None:
    """24 lines at 1280 by 720, and the page itself does not scroll."""
    learner.set_viewport_size({"width": 1280, "height": 720})
    open_fix(learner, "sql-login")
    lines = "(place) => place.clientHeight / parseFloat(getComputedStyle(place.querySelector('.cm-line')).lineHeight)"
    assert learner.locator(".cm-scroller").evaluate(lines) > 24.5
    assert learner.evaluate("document.documentElement.scrollHeight") == 720
