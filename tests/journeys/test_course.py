"""A learner finds the way: home, lesson, questions."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Classroom, in_both_browsers

pytestmark = [pytest.mark.sample(most=3, of="file"), pytest.mark.browser, pytest.mark.xdist_group("journeys-work")]


def test_home_shows_the_three_days_and_counts_what_is_there(learner: Page) -> None:
    """The printed link leads to the course: three days, twelve modules, and how far the learner is."""
    for day in ("Day 1", "Day 2", "Day 3"):
        expect(learner.get_by_role("heading", name=day, exact=True)).to_be_visible()
    expect(learner.get_by_text("Cryptography for developers")).to_be_visible()
    expect(learner.locator("body")).to_contain_text("of 73 topics read")


def test_a_topic_without_a_lesson_says_so(learner: Page, classroom: Classroom) -> None:
    """A topic still to be written is no dead end."""
    learner.goto(f"http://127.0.0.1:{classroom.port}/topics/hashing/")
    expect(learner.get_by_role("heading", name="Hashing", exact=True)).to_be_visible()
    expect(learner.locator("main")).to_contain_text("still to be written")


def test_an_instructor_s_notes_are_set_in_full_lines(learner: Page, classroom: Classroom) -> None:
    """What people get wrong is read across the column, and no word stands alone in a narrow one."""
    learner.goto(f"http://127.0.0.1:{classroom.port}/topics/redos/notes/")
    points = learner.locator("main .prose li:has(> strong)")
    assert points.count() > 2
    assert (
        points.evaluate_all("all => all.map(each => getComputedStyle(each).display)") == ["list-item"] * points.count()
    )


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
