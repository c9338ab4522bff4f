"""A learner finds the way: home, lesson, questions."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .axe import find_faults
from .conftest import Classroom, free_port, in_both_browsers, open_page

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]


def test_home_shows_the_three_days_and_counts_what_is_there(learner: Page) -> None:
    """The printed link leads to the course: three days, twelve modules, and how far the learner is."""
    for day in ("Day 1", "Day 2", "Day 3"):
        expect(learner.get_by_role("heading", name=day, exact=True)).to_be_visible()
    expect(learner.get_by_text("Cryptography for developers")).to_be_visible()
    expect(learner.locator(".sum")).to_contain_text(re.compile(r"\d+ of \d+ lessons read, \d+ of \d+ labs proven"))


def test_a_module_is_opened_by_key_and_lists_its_labs(learner: Page) -> None:
    """Enter opens it: each lab has its name, the term for its weakness and its minutes."""
    expect(learner.get_by_role("heading", level=1)).to_have_text("Learn secure Python: find, break, fix")
    module = learner.locator("details.module", has_text="Input validation")
    lab = module.get_by_role("link", name="Server-side request forgery in a notice board")
    expect(lab).to_be_hidden()
    module.locator("summary").focus()
    learner.keyboard.press("Enter")
    expect(lab).to_contain_text(re.compile(r"CWE-918.*\d+ min", re.DOTALL))


@in_both_browsers
def test_who_has_read_a_lesson_stays_where_the_button_was(learner: Page, classroom: Classroom) -> None:
    """The button becomes a sentence, nothing else of the page moves, and home names the same next thing."""
    learner.goto(f"http://127.0.0.1:{classroom.port}/topics/consequences/")
    onward = learner.locator(".lesson-end .button.primary")
    title, url = onward.inner_text(), onward.get_attribute("href")
    learner.get_by_role("button", name="I have read this").scroll_into_view_if_needed()
    before = onward.bounding_box()
    learner.get_by_role("button", name="I have read this").click()
    said = learner.locator("#read")
    expect(said).to_have_text("You have read this.")
    expect(said).to_be_focused()
    after = onward.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 40
    assert onward.get_attribute("href") == url
    learner.goto(f"http://127.0.0.1:{classroom.port}/")
    expect(learner.locator("#resume-title")).to_have_text(title.removeprefix("Next: ").strip())
    assert learner.locator(".resume .button.primary").get_attribute("href") == url


def test_it_is_the_same_without_a_script(browser: Browser, classroom: Classroom) -> None:
    """The browser comes back to the place where the button was."""
    context, page, _ = open_page(browser, classroom, java_script_enabled=False)
    page.goto(f"http://127.0.0.1:{classroom.port}/topics/cia-triad/")
    page.get_by_role("button", name="I have read this").click()
    expect(page.locator("#read")).to_have_text("You have read this.")
    expect(page.locator("#read")).to_be_in_viewport()
    assert page.url.endswith("/topics/cia-triad/#read")
    context.close()


def test_a_learner_sees_no_notes(browser_page: Page, classroom: Classroom) -> None:
    """What is written for instructors is neither linked nor shown; the page says so, and leads back."""
    browser_page.goto(f"http://127.0.0.1:{classroom.port}/topics/redos/")
    expect(browser_page.get_by_role("link", name="Instructor's notes")).to_have_count(0)
    answer = browser_page.goto(f"http://127.0.0.1:{classroom.port}/topics/redos/notes/")
    assert answer is not None
    assert answer.status == 403
    expect(browser_page.locator("main a").first).to_be_visible()


def test_an_author_reads_notes_in_full_lines(browser: Browser, tmp_path: Path, sandbox_folder: Path) -> None:
    """What people get wrong is read across the column, and no word stands alone in a narrow one."""
    room = Classroom(tmp_path, free_port(), sandbox=sandbox_folder, preview=True)
    room.start()
    context, page, complaints = open_page(browser, room)
    page.goto(f"http://127.0.0.1:{room.port}/topics/redos/")
    page.get_by_role("link", name="Instructor's notes").click()
    points = page.locator("main .prose li:has(> strong)")
    expect(points.nth(2)).to_be_visible()
    shown = points.evaluate_all("all => all.map(each => getComputedStyle(each).display)")
    faults = find_faults(page)
    context.close()
    room.kill()
    assert shown == ["list-item"] * len(shown)
    assert faults == []
    assert complaints.lines == []


@in_both_browsers
def test_a_wrong_answer_says_why_and_may_be_tried_again(learner: Page, classroom: Classroom) -> None:
    """A quiz answers in place: "Not so." with the reason; the others stay open until the right one is found."""
    learner.goto(f"http://127.0.0.1:{classroom.port}/topics/sql-injection/")
    quiz = learner.locator("form.quiz").first
    for option in range(quiz.locator("label.option").count()):
        quiz.locator(f"input[value='{option}']").check()
        with learner.expect_response("**/answers"):
            quiz.get_by_role("button", name="Answer").click()
        reason = quiz.locator(".option").nth(option).locator(".why")
        expect(reason).to_have_text(re.compile(r"^(Right\.|Not so\.) \S"))
        expect(quiz.locator(".why")).to_have_count(1)
        if reason.inner_text().startswith("Right."):
            return
    pytest.fail("no option of the question was right")


def test_a_mistyped_address_leads_to_the_page_that_was_meant(browser_page: Page, classroom: Classroom) -> None:
    """A page that is missing names the nearest one."""
    answer = browser_page.goto(f"http://127.0.0.1:{classroom.port}/labs/sql-logn/")
    assert answer is not None
    assert answer.status == 404
    expect(browser_page.get_by_role("heading", name="Missed")).to_be_visible()
    expect(browser_page.get_by_role("link", name="SQL injection in a sign-in")).to_be_visible()


def test_without_the_link_nobody_gets_in(browser_page_signed_out: Page, classroom: Classroom) -> None:
    """A stranger on the same machine sees how to sign in, and nothing of the course."""
    browser_page_signed_out.goto(f"http://127.0.0.1:{classroom.port}/labs/sql-login/fix/")
    expect(browser_page_signed_out.locator("body")).to_contain_text("link")
    expect(browser_page_signed_out.locator(".cm-content")).to_have_count(0)
