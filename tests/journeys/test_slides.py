"""A lesson is presented: keys, steps, the presenter's window, a class that follows, paper; and every slide is whole."""

import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from .axe import find_faults
from .conftest import in_both_browsers
from .filled import Filled

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]

LESSON = "/topics/redos/"
SLIDES = f"{LESSON}slides/"
COURSE = Path(__file__).parents[2] / "content" / "python-security" / "lessons"
CUT = """() => [...document.querySelectorAll('.slide')].filter(slide => {
    const body = slide.querySelector('.slide-body');
    const isCut = (each, slack) =>
        each.scrollWidth > each.clientWidth + slack || each.scrollHeight > each.clientHeight + slack;
    return isCut(slide, 1) || isCut(body, 1) || [...slide.querySelectorAll('.lines')].some(each => isCut(each, 1));
}).map(slide => slide.id)"""
HIDDEN = """() => [...document.querySelectorAll('.slide')]
    .filter(slide => !slide.checkVisibility({ visibilityProperty: true })).map(slide => slide.id)"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.slide:not(.is-exhibit) .slide-body *')]
    .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .map(each => parseFloat(getComputedStyle(each).fontSize)))"""


def open_slides(page: Page, filled: Filled, address: str = SLIDES) -> Page:
    """Open slides, and wait until they are laid out."""
    page.goto("about:blank")  # an address that differs in its fragment alone would not be loaded
    page.goto(filled.url(address))
    expect(page.locator(".deck.ready")).to_be_visible()
    return page


@pytest.fixture
def mara(browser: Browser, filled: Filled) -> tuple[BrowserContext, Page]:
    """Return the instructor's window."""
    context, page, _ = filled.open(browser, filled.instructor, viewport={"width": 1280, "height": 720})
    return context, page


@in_both_browsers
def test_an_instructor_presents_with_the_keyboard(browser: Browser, filled: Filled) -> None:
    """Slides and their steps by keys; the address keeps the place; a black screen, the keys, and the way out."""
    context, page, complaints = filled.open(browser, filled.instructor, viewport={"width": 1280, "height": 720})
    page.goto(filled.url(LESSON))
    page.get_by_role("link", name="Present").click()
    expect(page.locator(".deck.ready")).to_be_visible()
    shown = page.locator(".slide.current")
    expect(shown.get_by_role("heading", level=1)).to_have_text("Regular expression denial of service (ReDoS)")
    assert find_faults(page) == []
    page.keyboard.press("PageDown")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("#slide-3$"))
    expect(page.locator("#class-voice")).to_contain_text("Slide 3 of")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("#slide-2$"))
    page.keyboard.press("End")
    expect(shown.get_by_role("heading")).to_have_text("What comes next")
    page.keyboard.press("Home")
    page.keyboard.press(".")
    expect(page.locator("#blackout")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("#blackout")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert find_faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

    answer = page.locator(".slide", has_text="Predict before you read on").locator("[data-step]").first
    for _ in range(30):
        if answer.locator("xpath=ancestor::section").evaluate("slide => slide.classList.contains('current')"):
            break
        page.keyboard.press("PageDown")
    expect(answer).to_be_hidden()
    expect(shown.get_by_text("More follows on this slide")).to_be_visible()
    place = page.url
    page.keyboard.press("PageDown")
    expect(answer).to_be_visible()
    expect(shown.get_by_text("More follows on this slide")).to_be_hidden()
    page.reload()
    expect(page.locator(".deck.ready")).to_be_visible()
    expect(answer).to_be_visible()
    assert page.url == place
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(f"{LESSON}#catastrophic-backtracking$"))
    expect(page.locator(".stage.still")).to_have_count(0)  # all that the page asks for has come
    page.go_back()
    expect(page).to_have_url(place)
    context.close()
    assert complaints.lines == []


def test_a_presenters_window_shows_notes_clock_and_the_next_slide(
    mara: tuple[BrowserContext, Page], browser: Browser, filled: Filled
) -> None:
    """It moves the slides, knows no other deck, and closes with its own; where none may open, there is a link."""
    context, page = mara
    open_slides(page, filled)
    with context.expect_page() as opened:
        page.keyboard.press("n")
    window = opened.value
    expect(window.locator("#now .slide h1")).to_have_text("Regular expression denial of service (ReDoS)")
    expect(window.locator("#now-at")).to_have_text(re.compile(r"^1 of \d+$"))
    expect(window.locator("#pace-words")).to_have_text("As planned")
    expect(window.locator(".presenter-notes")).to_contain_text("A long string is the problem")
    assert find_faults(window) == []
    window.get_by_role("button", name="Next").click()
    expect(page).to_have_url(re.compile("#slide-2$"))
    next_title = window.locator("#next h2").inner_text()
    page.keyboard.press("PageDown")
    expect(window.locator("#now h2")).to_have_text(next_title)
    expect(window.locator("#now-live")).to_be_hidden()
    exhibit = page.locator(".slide.is-exhibit").first.get_attribute("id")
    place = page.url
    page.evaluate("place => { location.hash = place }", exhibit)
    expect(window.locator("#now-live")).to_be_visible()
    page.goto(place)
    frame = window.locator("#now").bounding_box()
    assert frame
    assert frame["width"] > 560, "half of the window and more"
    named = window.locator(".presenter-notes .notes-part .for-this")
    if named.count():
        expect(window.locator("#notes-now")).to_contain_text(named.first.inner_text())
    window.set_viewport_size({"width": 1024, "height": 600})
    assert window.evaluate("document.documentElement.scrollHeight") == 600
    for name in ("Previous", "Next", "Black screen", "Start the clock again"):
        expect(window.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    page.keyboard.press("b")
    expect(window.get_by_role("button", name="Black screen")).to_have_attribute("aria-pressed", "true")

    other = open_slides(context.new_page(), filled, "/topics/sql-injection/slides/")
    other.keyboard.press("End")
    expect(window.locator("#now h2")).to_have_text(next_title)
    other.evaluate("window.open = () => null")
    other.keyboard.press("s")
    link = other.get_by_role("link", name="Open the presenter's window")
    expect(link).to_be_focused()
    assert "/topics/sql-injection/slides/presenter/#deck=" in (link.get_attribute("href") or "")
    other.close()
    with window.expect_event("close"):
        page.close()

    _, student, _ = filled.open(browser, filled.student)
    for address in (SLIDES, f"{SLIDES}presenter/"):
        answer = student.goto(filled.url(address))
        assert answer
        assert answer.status == 403
    student.goto(filled.url(LESSON))
    expect(student.get_by_role("link", name="Present")).to_have_count(0)


def point_at(page: Page, name: str) -> Locator:
    """Bring the mouse to a button of a bar, which the first move shows, and which stays while the mouse is over it."""
    button = page.get_by_role("button", name=name)
    box = button.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for step in (8, 0):
        page.mouse.move(x - step, y)
    return button


@in_both_browsers
def test_a_class_that_is_led_follows_the_slides(browser: Browser, filled: Filled) -> None:
    """Students' pages open the lesson, and go to the section of the slide; the question is asked on its slide.

    To begin and to stop load the page again, and stay at the slide.
    """
    _, page, _ = filled.open(browser, filled.instructor, viewport={"width": 1280, "height": 720})
    _, student, _ = filled.open(browser, filled.second_student, viewport={"width": 1280, "height": 720})
    student.goto(filled.url("/"))
    open_slides(page, filled, f"{SLIDES}#slide-4")
    page.keyboard.press("PageDown")
    point_at(page, "Lead").click()
    expect(page.locator("#leading")).to_have_count(1)
    expect(page.locator(".deck.ready")).to_be_visible()
    expect(page).to_have_url(re.compile("#slide-5$"))
    expect(student).to_have_url(re.compile(f"{LESSON}$"))
    section = page.locator(".slide", has=page.locator("h2", has_text="What makes a pattern slow")).first
    number = section.get_attribute("id")
    page.evaluate("place => { location.hash = place }", number)
    heading = student.get_by_role("heading", name="What makes a pattern slow")
    expect(heading).to_be_in_viewport()
    expect(student.locator(".led-here")).to_contain_text("A slow pattern need not be long")

    question = page.locator(".slide.is-question").first
    page.evaluate("place => { location.hash = place }", question.get_attribute("id"))
    question.get_by_role("button", name="Ask the class").click()
    expect(question).to_contain_text("of 12 have answered")
    student.locator("#pace-poll input[type=radio]").first.check()
    student.locator("#pace-poll").get_by_role("button", name="Answer").click()
    expect(question).to_contain_text("1 of 12 have answered")
    expect(question.locator(".shares")).to_have_count(0)
    question.get_by_role("button", name="Close it and show the answers").click()
    expect(question.locator(".shares")).to_be_visible()
    expect(question.get_by_text("This one.")).to_be_visible()
    expect(question).to_contain_class("all-shown")
    assert find_faults(page) == []
    place = page.url
    stop = point_at(page, "Stop leading")
    expect(page.locator("body")).not_to_contain_class("awake")
    stop.click()
    expect(page.locator("#leading")).to_have_count(0)
    expect(page).to_have_url(place)


def swipe(page: Page, start: int, end: int) -> None:
    """Draw a finger over a window, as a touch screen does."""
    session = page.context.new_cdp_session(page)

    def send(kind: str, *points: int) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": 300} for x in points]})

    send("touchStart", start)
    for step in range(1, 6):
        send("touchMove", start + (end - start) * step // 5)
    send("touchEnd")


def test_a_finger_turns_the_slides_and_never_leaves_them(browser: Browser, filled: Filled) -> None:
    """Also back, on the first page of a window, where browsers have a gesture of their own."""
    _, page, _ = filled.open(browser, filled.instructor, viewport={"width": 800, "height": 600}, has_touch=True)
    open_slides(page, filled, f"{SLIDES}#slide-3")
    for start, end, slide in ((150, 600, 2), (600, 150, 3), (150, 600, 2), (160, 640, 1), (160, 640, 1)):
        swipe(page, start, end)
        expect(page).to_have_url(re.compile(f"{SLIDES}#slide-{slide}$"))


def test_next_on_a_black_screen_shows_the_slide_again(browser: Browser, filled: Filled) -> None:
    """And not the one after it, which nobody has seen begin."""
    _, page, _ = filled.open(browser, filled.instructor)
    open_slides(page, filled, f"{SLIDES}#slide-2")
    for key in ("PageDown", "PageUp"):
        page.keyboard.press("b")
        expect(page.locator("#blackout")).to_be_visible()
        page.keyboard.press(key)
        expect(page.locator("#blackout")).to_be_hidden()
        expect(page).to_have_url(re.compile("#slide-2$"))


def test_slides_are_printed_one_to_a_page(browser: Browser, filled: Filled, tmp_path: Path) -> None:
    """With script and without it: pages of 16:9 with tags for readers, none of them empty."""
    for script in (True, False):
        _, page, _ = filled.open(browser, filled.instructor, java_script_enabled=script)
        page.goto(filled.url(SLIDES))
        if script:
            expect(page.locator(".deck.ready")).to_be_visible()
        count = page.locator(".slide").count()
        page.emulate_media(media="print")
        assert page.evaluate(HIDDEN) == []
        page.emulate_media(media="null")
        path = tmp_path / "slides.pdf"
        page.pdf(path=path, prefer_css_page_size=True, tagged=True)
        with pikepdf.open(path) as paper:
            assert len(paper.pages) == count
            assert {tuple(map(float, each.mediabox)) for each in paper.pages} == {(0, 0, 960, 540)}
            assert "/StructTreeRoot" in paper.Root


def slides_that_stay_cut(page: Page) -> list[str]:
    """Return the slides with too little room; an exhibit is made smaller until it fits, a few frames after it moves."""
    for _ in range(50):
        cut: list[str] = page.evaluate(CUT)
        if not cut:
            break
        page.wait_for_timeout(100)
    return cut


@pytest.mark.whole
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids=str)
def test_no_slide_of_the_course_is_cut(browser: Browser, filled: Filled, size: tuple[int, int]) -> None:
    """Neither text nor code, and no letters are too small to be read: those of exhibits are left out."""
    _, page, complaints = filled.open(browser, filled.instructor, viewport={"width": size[0], "height": size[1]})
    cut, small = [], []
    for lesson in sorted(each.name for each in COURSE.iterdir()):
        open_slides(page, filled, f"/topics/{lesson}/slides/")
        expect(page.locator(".stage.still")).to_have_count(0)
        cut += [f"{lesson} {slide}" for slide in slides_that_stay_cut(page)]
        small += [lesson] if page.evaluate(SMALLEST) < 14 else []
    assert (cut, small) == ([], [])
    assert complaints.lines == []
