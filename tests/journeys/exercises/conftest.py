"""The lesson of an exercise, open in a browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Classroom, open_page

TOPICS = {"board": "threat-and-risk", "diagram": "stride", "gauges": "cia-triad"}

type Open = Callable[[str], Locator]


@pytest.fixture
def own_learner(browser: Browser, classroom: Classroom) -> Iterator[Page]:
    """A signed-in window where nothing was answered yet; the console must stay silent."""
    context, page, complaints = open_page(browser, classroom)
    yield page
    context.close()
    assert complaints.lines == []


@pytest.fixture
def exercise(own_learner: Page, classroom: Classroom) -> Open:
    """Open the lesson with the exercise of a kind."""

    def show(kind: str) -> Locator:
        own_learner.goto(f"http://127.0.0.1:{classroom.port}/topics/{TOPICS[kind]}/")
        found = own_learner.locator(f"[data-exercise={kind}]")
        expect(found).to_have_class("exercise live")
        return found

    return show


def send(page: Page, press: Callable[[], None]) -> None:
    """Do what sends an answer, and wait until it has come back."""
    with page.expect_response("**/answers"):
        press()
