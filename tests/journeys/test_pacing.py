"""An instructor sets the pace of a class, and students' pages follow: several people in windows of their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from .axe import find_faults
from .conftest import in_both_browsers, overflow_pixels
from .filled import Filled
from .windows import Complaints

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]

LESSON = "/topics/sql-injection/"


@dataclass(frozen=True)
class Room:
    """An instructor on the page *Pace*, a student in a lab, one on the page of the course, and one at the timetable."""

    filled: Filled
    mara: Page
    greta: Page
    elif_: Page
    jonas: Page
    complaints: tuple[Complaints, ...]

    @property
    def pace(self) -> str:
        """The address of the instructor's page."""
        return self.filled.url(f"{self.filled.address}pace/")


@pytest.fixture
def room(browser: Browser, filled: Filled) -> Iterator[Room]:
    """Let three people in."""
    window = {"viewport": {"width": 1440, "height": 900}}
    _, mara, first = filled.open(browser, filled.instructor, **window)
    _, greta, second = filled.open(browser, filled.student, **window)
    _, elif_, third = filled.open(browser, filled.second_student, **window)
    _, jonas, fourth = filled.open(browser, filled.third_student, **window)
    jonas.goto(filled.url("/timetable/"))
    greta.goto(filled.url("/labs/sql-login/fix/"))
    elif_.goto(filled.url("/"))
    mara.goto(filled.url(f"{filled.address}pace/"))
    yield Room(filled, mara, greta, elif_, jonas, (first, second, third, fourth))
    assert [line for each in (first, second, third, fourth) for line in each.lines] == []


@in_both_browsers
def test_pages_are_held_and_given_back(room: Room) -> None:
    """What was typed is still there, and a page that is opened meanwhile is covered as well."""
    room.greta.locator(".cm-content").click()
    room.greta.keyboard.press("Control+Home")
    room.greta.keyboard.type("# half a thought")
    room.mara.get_by_label("Words for the students").fill("Look at the projector.")
    room.mara.bring_to_front()  # Firefox gives the focus to the window in front alone
    room.mara.get_by_role("button", name="Now").press("Enter")
    expect(room.mara.get_by_role("button", name="Give the pages back")).to_be_focused()
    for page in (room.greta, room.elif_, room.jonas):
        expect(page.get_by_role("heading", name="Eyes up")).to_be_visible()
        expect(page.locator(".eyes-up")).to_contain_text("Look at the projector.")
        assert find_faults(page) == []
    room.greta.keyboard.type(" goes nowhere")
    room.elif_.goto(room.filled.url(LESSON))
    expect(room.elif_.get_by_role("heading", name="Eyes up")).to_be_visible()
    room.mara.bring_to_front()
    room.mara.get_by_role("button", name="Give the pages back").press("Enter")
    for page in (room.greta, room.elif_):
        expect(page.locator(".eyes-up")).to_have_count(0)
    expect(room.mara.locator("#pace-hold button").first).to_be_focused()
    room.greta.bring_to_front()
    expect(room.greta.locator(".cm-content")).to_be_focused()
    expect(room.greta.locator("#class-voice")).to_have_text("The page is yours again.")
    room.greta.keyboard.type(" goes on")
    expect(room.greta.locator(".cm-content")).to_contain_text("# half a thought goes on")
    expect(room.greta.locator(".cm-content")).not_to_contain_text("goes nowhere")
    expect(room.greta.locator(".cm-content")).to_be_focused()
    room.greta.keyboard.type(", and the rest")
    expect(room.greta.locator(".cm-content")).to_contain_text("# half a thought goes on, and the rest")


def test_the_keyboard_goes_on_where_the_pace_is_set(room: Room) -> None:
    """By the instructor: what is pressed is drawn anew, twice, and the button that takes it back has the keyboard."""
    room.mara.get_by_role("button", name="Now").focus()
    room.mara.keyboard.press("Enter")
    back = room.mara.get_by_role("button", name="Give the pages back")
    expect(room.greta.get_by_role("heading", name="Eyes up")).to_be_visible()
    expect(back).to_be_focused()
    assert back.evaluate("each => each.tabIndex") == 0, "a button that had the focus is still reached by Tab"
    room.mara.keyboard.press("Enter")
    expect(back).to_have_count(0)
    expect(room.greta.locator(".eyes-up")).to_have_count(0)
    expect(room.mara.locator("#pace-hold button").first).to_be_focused()


def test_the_bar_of_the_class_is_seen_by_who_has_scrolled(room: Room) -> None:
    """It stays at the window's top, outlines what is new for a moment, and covers nothing that gets the focus."""
    room.elif_.goto(room.filled.url(LESSON))
    room.elif_.set_viewport_size({"width": 390, "height": 700})
    room.elif_.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    room.mara.get_by_label("Minutes").fill("3")
    room.mara.get_by_label("For what").fill("Read on")
    room.mara.get_by_role("button", name="Start").click()
    bar = room.elif_.locator("#pace-timer")
    expect(bar).to_contain_text("Read on")
    expect(bar).to_be_in_viewport(ratio=1)
    expect(bar).to_have_class(re.compile("fresh"))
    expect(bar).not_to_have_class(re.compile("fresh"))
    top = room.elif_.locator("#pace").bounding_box()
    assert top
    assert top["y"] == 0
    links = room.elif_.locator("main a[href]:visible")
    for link in (links.nth(1), links.nth(3)):
        room.elif_.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        link.focus()
        box = link.bounding_box()
        assert box
        assert box["y"] >= top["height"], "what has the focus is covered by the bar"


def test_what_happens_to_the_class_is_spoken_once(room: Room) -> None:
    """A question, a hint, a timer, who leads: each in the one region of the page; no countdown speaks."""
    voice = room.greta.locator("#class-voice")
    expect(voice).to_have_attribute("aria-live", "polite")
    room.mara.get_by_role("button", name="In 30 seconds").click()
    expect(voice).to_have_text("Eyes up: look at your instructor.")
    expect(room.greta.locator("#pace-hold .countdown")).to_have_attribute("aria-hidden", "true")
    spoken = room.greta.evaluate_handle(
        """() => {
            const lines = [];
            const say = () => lines.push(document.querySelector("#class-voice").textContent);
            new MutationObserver(say).observe(document.querySelector("#class-voice"), { childList: true });
            return lines;
        }"""
    )
    expect(room.greta.locator("#pace-hold .countdown")).to_have_text("0:27")
    assert spoken.json_value() == [], "the seconds are not spoken"
    room.mara.get_by_role("button", name="Give the pages back").click()
    expect(room.greta.locator("#pace-hold")).to_be_empty()
    room.mara.get_by_label("For what").fill("Find the flaw")
    room.mara.get_by_role("button", name="Start").click()
    expect(voice).to_contain_text("Timer: Find the flaw")
    room.mara.get_by_role("button", name="Lead the class").click()
    expect(voice).to_contain_text("leads the class through the course.")
    room.greta.reload()
    expect(room.greta.locator("#pace-follow")).to_contain_text("You follow")
    expect(voice).to_be_empty()
    expect(room.greta.locator("#pace [role=status]")).to_have_count(0)


def test_a_timer_counts_on_all_pages(room: Room) -> None:
    """The projector's, too; taking it away takes it from all."""
    room.mara.get_by_label("Minutes").fill("3")
    room.mara.get_by_label("For what").fill("Find the flaw")
    room.mara.get_by_role("button", name="Start").click()
    for page in (room.mara, room.greta, room.elif_):
        expect(page.locator("#pace-timer")).to_contain_text("Find the flaw")
        expect(page.locator("#pace-timer .countdown")).to_have_text(re.compile(r"2:5\d"))
    room.mara.get_by_role("button", name="Take the timer away").click()
    for page in (room.greta, room.elif_):
        expect(page.locator("#pace-timer")).to_be_empty()


def test_a_lesson_asks_the_class_a_question(room: Room) -> None:
    """Students answer without a name, the picture grows by itself, and all see what is right once it is closed."""
    room.mara.goto(room.filled.url(LESSON))
    room.mara.get_by_role("button", name="Ask the class").first.click()
    expect(room.mara.locator("#pace-poll .poll-picture")).to_be_visible()
    room.greta.goto(room.filled.url(LESSON))
    asked = room.greta.locator("#pace-poll").get_attribute("data-question")
    expect(room.greta.locator(f"#question-{asked}")).to_have_count(1)
    expect(room.greta.locator(f"#question-{asked}"), "the bar asks it, and the lesson not as well").to_be_hidden()
    for page, option in ((room.greta, 0), (room.elif_, 1), (room.jonas, 1)):
        expect(page.locator("#pace-poll")).to_contain_text("A question to the class")
        assert find_faults(page) == []
        page.locator("#pace-poll input[type=radio]").nth(option).check()
        page.locator("#pace-poll").get_by_role("button", name="Answer").click()
        expect(page.locator("#pace-poll")).to_contain_text("Your answer is in")
    expect(room.mara.locator("#pace-poll")).to_contain_text("3 of 12 have answered")
    assert find_faults(room.mara) == []
    room.mara.get_by_role("button", name="Close it and show the answers").click()
    for page in (room.greta, room.elif_):
        expect(page.get_by_role("heading", name="How the class has answered")).to_be_visible()
        expect(page.locator("#pace-poll .tag")).to_have_text("your answer")
        expect(page.locator("#pace-poll li.right")).to_have_count(1)
    room.mara.get_by_role("button", name="Put it away").click()
    expect(room.greta.locator("#pace-poll")).to_be_empty()


@in_both_browsers
def test_a_class_is_led_through_the_course(room: Room) -> None:
    """A student who reads is taken along, one in a lab is not, and exhibits do what the instructor's did."""
    room.mara.get_by_role("button", name="Lead the class").click()
    expect(room.mara.get_by_role("button", name="Let everybody go their own way")).to_be_visible()
    room.mara.goto(room.filled.url("/topics/redos/"))
    for page in (room.elif_, room.jonas):
        expect(page).to_have_url(re.compile("/topics/redos/"))
    expect(room.greta.locator("#pace-follow")).to_contain_text("You follow")
    expect(room.greta).to_have_url(re.compile("/labs/sql-login/fix/"))
    exhibit = room.mara.locator("[data-exhibit] .stage :is(input[type=range], input[type=text])").first
    exhibit.scroll_into_view_if_needed()
    old = exhibit.input_value()
    exhibit.focus()
    for _ in range(3):
        room.mara.keyboard.press("ArrowRight" if exhibit.get_attribute("type") == "range" else "Backspace")
    new = exhibit.input_value()
    assert new != old, "the control of the exhibit was not worked"
    copy = room.elif_.locator("[data-exhibit] .stage :is(input[type=range], input[type=text])").first
    expect(copy).to_have_value(new)
    expect(room.elif_.locator(".led-here")).to_be_in_viewport()
    room.elif_.evaluate("scrollTo(0, 0)")
    expect(copy).not_to_be_in_viewport()
    room.mara.keyboard.press("ArrowLeft" if exhibit.get_attribute("type") == "range" else "Backspace")
    expect(copy).to_be_in_viewport()

    room.elif_.get_by_role("button", name="Look around alone").click()
    room.mara.goto(room.filled.url(LESSON))
    expect(room.elif_.locator(".pace-go")).to_have_attribute("href", LESSON)
    expect(room.elif_).to_have_url(re.compile("/topics/redos/"))
    assert find_faults(room.elif_) == []
    room.elif_.get_by_role("button", name="Follow again").click()
    expect(room.elif_).to_have_url(re.compile(LESSON))
    room.mara.get_by_role("button", name="Stop leading").click()
    expect(room.elif_.locator("#pace-follow")).to_be_empty()


def test_nobody_is_led_away_from_a_form(room: Room) -> None:
    """Neither from a page that is no lesson, nor from a lesson with an answer that was not given yet."""
    room.jonas.goto(room.filled.url("/search/"))
    room.elif_.goto(room.filled.url(LESSON))
    answer = room.elif_.locator("main form input[type=radio]").first
    answer.check()
    room.mara.get_by_role("button", name="Lead the class").click()
    expect(room.mara.get_by_role("button", name="Let everybody go their own way")).to_be_visible()
    room.mara.goto(room.filled.url("/topics/redos/"))
    for page in (room.jonas, room.elif_):
        expect(page.locator("#pace-follow .staying")).to_be_visible()
        expect(page.locator("#pace-follow .class-at")).to_contain_text("Regular expression")
        assert find_faults(page) == []
    expect(room.jonas).to_have_url(re.compile("/search/"))
    expect(room.elif_).to_have_url(re.compile(LESSON))
    expect(answer).to_be_checked()
    room.jonas.get_by_role("link", name="Go there").click()
    expect(room.jonas).to_have_url(re.compile("/topics/redos/"))


def test_a_hint_reaches_one_student_and_no_other(room: Room) -> None:
    """It stays until it is read, on every page."""
    room.mara.get_by_label("The hint").fill("What does the quote in line 9 end?")
    room.mara.get_by_label("Greta Sommer").check()
    room.mara.get_by_role("button", name="Send", exact=True).click()
    expect(room.mara.get_by_role("heading", name="on the pages of 1 student")).to_be_visible()
    expect(room.greta.locator("#pace-hints")).to_contain_text("What does the quote in line 9 end?")
    expect(room.elif_.locator("#pace-hints")).to_be_empty()
    room.greta.reload()
    assert find_faults(room.greta) == []
    room.greta.get_by_role("button", name="I have read it").click()
    expect(room.greta.locator("#pace-hints")).to_be_empty()


def test_a_fix_is_shown_once_its_student_allows_it(room: Room) -> None:
    """Without a name; and no more once the student takes it back."""
    student = f"{room.filled.address}students/{room.filled.other_student}/"
    room.mara.goto(room.filled.url(f"{student}labs/sql-login/attempts/1/"))
    room.mara.get_by_role("button", name="Ask to show it to the class").click()
    expect(room.mara.locator("#pace-fixes")).to_contain_text("waits for the student's answer")
    owner = room.elif_
    expect(owner.locator("#pace-fixes")).to_contain_text("Your name is not shown")
    expect(room.greta.locator("#pace-fixes")).to_be_empty()
    owner.get_by_role("button", name="Show it", exact=True).click()
    expect(room.mara.locator("#pace-fixes")).to_contain_text("shown without a name")
    room.greta.get_by_role("link", name="Look at it").click()
    expect(room.greta.get_by_role("heading", name="SQL")).to_be_visible()
    expect(room.greta.locator("#main")).not_to_contain_text("Elif")
    assert find_faults(room.greta) == []
    owner.get_by_role("button", name="Stop showing it").click()
    expect(room.mara.locator("#pace-fixes")).to_contain_text("you can ask to show it")
    assert room.greta.reload().status == 404  # type: ignore[union-attr]  # there is an answer
    room.complaints[1].lines.clear()  # of the page that is gone


def test_the_day_ends_with_a_page_for_each_student(room: Room) -> None:
    """It tells what was done, and what is left."""
    room.mara.get_by_label("Words for the evening").fill("Read about ReDoS if you like.")
    room.mara.get_by_role("button", name="End the day").click()
    expect(room.greta.locator("#pace-day")).to_contain_text("Day 1 is over.")
    room.greta.get_by_role("link", name="Your day").click()
    expect(room.greta.get_by_role("heading", name="Your day 1")).to_be_visible()
    expect(room.greta.locator("#main")).to_contain_text("Read about ReDoS if you like.")
    expect(room.greta.locator("#main")).to_contain_text("attempts")
    assert find_faults(room.greta) == []


@pytest.mark.whole
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_pass_axe_and_fit_their_window(browser: Browser, filled: Filled, scheme: str) -> None:
    """With all that can be on them at once, wide and narrow."""
    _, mara, _ = filled.open(browser, filled.instructor)
    mara.goto(filled.url(f"{filled.address}pace/"))
    mara.get_by_label("Minutes").fill("20")
    mara.get_by_role("button", name="Start").click()
    mara.get_by_label("The hint").fill("A hint that is as long as hints are when somebody means it well. " * 3)
    mara.get_by_label("all students").check()
    mara.get_by_role("button", name="Send", exact=True).click()
    mara.goto(filled.url(LESSON))
    mara.get_by_role("button", name="Ask the class").first.click()
    for width in (1440, 390):
        for session, address in (
            (filled.instructor, f"{filled.address}pace/"),
            (filled.instructor, f"{filled.address}projector/"),
            (filled.student, "/labs/sql-login/fix/"),
            (filled.student, "/"),
        ):
            context, page, complaints = filled.open(
                browser, session, color_scheme=scheme, viewport={"width": width, "height": 900}
            )
            page.goto(filled.url(address))
            assert find_faults(page) == [], (address, scheme, width)
            assert overflow_pixels(page) == 0, (address, width)
            assert complaints.lines == []
            context.close()
