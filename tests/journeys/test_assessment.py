"""The entry test in a browser: no answer is lost, and none is handed in by accident."""

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Classroom, in_both_browsers, open_page

pytestmark = [pytest.mark.browser]


def choose(page: Page, question: int, option: int) -> None:
    """Choose an option of a question, both counted from 0, and wait until the server has it."""
    with page.expect_response(lambda answer: answer.url.endswith("/answers") and answer.ok):
        page.locator("fieldset.quiz").nth(question).locator("input").nth(option).check()


@in_both_browsers
def test_a_reload_keeps_answers_and_enter_leads_to_the_review(browser: Browser, classroom: Classroom) -> None:
    """Enter in a field submits the form as browsers do; what follows is a page that says what is open."""
    context, page, complaints = open_page(browser, classroom)
    page.goto(f"http://127.0.0.1:{classroom.port}/assessment/entry/")
    expect(page.locator("input:checked")).to_have_count(0)
    number = page.locator("fieldset.quiz").count()
    choose(page, 0, 1)
    choose(page, 2, 0)
    choose(page, 2, 1)
    page.reload()
    expect(page.locator("input:checked")).to_have_count(2)
    expect(page.locator("fieldset.quiz").nth(2).locator("input").nth(1)).to_be_checked()

    page.locator("fieldset.quiz").first.locator("input").nth(1).press("Enter")
    expect(page.locator(".lead b")).to_have_text(f"2 answered, 0 “I do not know”, {number - 2} open.")
    page.get_by_role("link", name="Go on answering").click()
    expect(page).to_have_url(f"http://127.0.0.1:{classroom.port}/assessment/entry/#question-2")
    expect(page.locator("#question-2")).to_be_in_viewport()

    page.get_by_role("button", name="Review your answers").click()
    page.get_by_role("button", name="Hand in all answers").click()
    expect(page.get_by_text("You took the entry test on")).to_be_visible()
    context.close()
    assert complaints.lines == []


def test_answers_chosen_without_a_line_are_sent_when_it_is_back(browser: Browser, classroom: Classroom) -> None:
    """The page says so once, and leaves nothing behind."""
    context, page, _ = open_page(browser, classroom)
    page.goto(f"http://127.0.0.1:{classroom.port}/assessment/entry/")
    context.set_offline(True)
    page.locator("fieldset.quiz").nth(0).locator("input").nth(0).check()
    page.locator("fieldset.quiz").nth(1).locator("input").nth(0).check()
    expect(page.locator("#kept-answers")).to_contain_text("The server cannot be reached.")
    context.set_offline(False)
    expect(page.locator("#kept-answers")).to_have_text("")
    page.reload()
    expect(page.locator("input:checked")).to_have_count(2)
    context.close()
