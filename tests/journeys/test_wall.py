"""An instructor watches a class: the look by axe, the live updates and the keyboard, in a real browser."""

import pytest
from playwright.sync_api import Browser, expect

from .axe import find_faults
from .conftest import overflow_pixels
from .filled import Filled

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]


def test_pages_of_an_instructor_pass_axe_and_fit_their_window(browser: Browser, filled: Filled) -> None:
    """Light and dark, wide and narrow, and nothing is refused by the security policy."""
    student = f"{filled.address}students/{filled.other_student}/"
    below = ("labs/sql-login/attempts/1/", "")
    pages = [f"{filled.address}wall/", f"{filled.address}projector/", "/labs/sql-login/fix/"]
    pages += [f"{student}{each}" for each in below]
    for scheme in ("light", "dark"):
        for width in (1440, 390):
            viewport = {"width": width, "height": 900}
            context, page, complaints = filled.open(browser, filled.instructor, color_scheme=scheme, viewport=viewport)
            for address in pages:
                page.goto(filled.url(address))
                assert find_faults(page) == [], (address, scheme, width)
                assert overflow_pixels(page) == 0, (address, width)
            assert complaints.lines == []
            context.close()


@pytest.mark.whole
def test_hand_is_raised_and_taken_by_keyboard_alone(browser: Browser, filled: Filled) -> None:
    """The wall hears of it by itself, and the focus stays where it was."""
    _, wall, complaints = filled.open(browser, filled.instructor)
    wall.goto(filled.url(f"{filled.address}wall/"))
    _, lab, _ = filled.open(browser, filled.student)
    lab.goto(filled.url("/labs/sql-login/fix/"))
    expect(lab.locator(".cm-content")).to_be_visible()
    lab.locator("#hand-button").focus()
    lab.keyboard.press("Enter")
    lab.keyboard.press("Tab")
    lab.keyboard.type("Which line?")
    lab.keyboard.press("Tab")
    lab.keyboard.press("Enter")
    expect(lab.locator("#hand-button")).to_be_focused()
    expect(lab.locator("#hand-button")).to_contain_text("Hand raised")
    expect(wall.locator("#seat-8 .hand-tag")).to_be_visible()
    row = wall.locator("#wall-help li", has_text="Greta Sommer")
    expect(row).to_contain_text("Which line?")
    row.get_by_role("button", name="Take seat 8").focus()
    wall.keyboard.press("Enter")
    expect(row).to_contain_text("Mara Lindqvist goes there")
    expect(row.get_by_role("button", name="Lower the hand of seat 8")).to_be_focused()
    wall.keyboard.press("Enter")
    expect(wall.locator("#seat-8 .hand-tag")).to_have_count(0)
    assert complaints.lines == []


def test_who_is_stuck_is_seen_in_forced_colours(browser: Browser, filled: Filled) -> None:
    """The frame and the head of the card are in the system's colour for what is chosen."""
    _, wall, _ = filled.open(browser, filled.instructor, forced_colors="active")
    wall.goto(filled.url(f"{filled.address}wall/"))
    colour = "each => getComputedStyle(each).backgroundColor"
    stuck = wall.locator(".seat.is-stuck header").first.evaluate(colour)
    assert stuck != wall.locator(".seat:not(.is-stuck) header").first.evaluate(colour)
    views = wall.locator(".views a")
    assert views.and_(wall.locator("[aria-current]")).first.evaluate(colour) != views.last.evaluate(colour)


def test_names_are_hidden_and_stay_so(browser: Browser, filled: Filled) -> None:
    """Also in what is fetched later."""
    _, wall, _ = filled.open(browser, filled.instructor)
    wall.goto(filled.url(f"{filled.address}wall/"))
    expect(wall.get_by_text("Greta Sommer").first).to_be_visible()
    wall.locator("#hide-names").click()
    for _ in range(2):
        expect(wall.locator(".name:visible")).to_have_count(0)
        expect(wall.locator("#hide-names")).to_have_attribute("aria-pressed", "true")
        wall.reload()


@pytest.mark.whole
def test_wall_says_when_it_is_not_live_and_catches_up(browser: Browser, own_filled: Filled) -> None:
    """A server that was away, and what happened meanwhile."""
    _, wall, _ = own_filled.open(browser, own_filled.instructor)
    wall.goto(own_filled.url(f"{own_filled.address}wall/"))
    expect(wall.locator("#seat-5 .hand-tag")).to_be_visible()
    own_filled.room.kill()
    expect(wall.locator("#offline")).to_contain_text("not live")
    own_filled.room.clear_work()  # and with it the hands
    own_filled.room.start()
    expect(wall.locator("#offline")).to_be_hidden(timeout=60_000)
    expect(wall.locator(".hand-tag")).to_have_count(0)
