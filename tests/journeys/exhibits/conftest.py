"""The exhibits of the pack, opened as learners meet them: in the lesson that shows them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from quintain.packs.model.lesson import Show
from tests.courses import whole_course
from tests.journeys.conftest import Classroom

PACK: Final = Path(__file__).parents[3] / "content" / "python-security"
TOPICS: Final = {
    block.exhibit: lesson.slug
    for lesson in whole_course().lessons.values()
    for block in lesson.blocks
    if isinstance(block, Show)
}

type Open = Callable[[str], Locator]


def data_of(name: str) -> Any:  # JSON as it stands in the file
    return json.loads((PACK / "exhibits" / name / "data.json").read_text(encoding="utf-8"))


@pytest.fixture
def exhibit(learner: Page, classroom: Classroom) -> Open:
    """Open the lesson of an exhibit."""

    def show(name: str) -> Locator:
        learner.goto(f"http://127.0.0.1:{classroom.port}/topics/{TOPICS[name]}/")
        found = learner.locator(f"[data-exhibit={name}]")
        expect(found.locator(".exhibit-controls")).to_be_visible()
        return found

    return show


@pytest.fixture
def still_page(browser: Browser, classroom: Classroom, learner: Page) -> Iterator[Page]:
    """A signed-in window without script, narrow."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    context.add_cookies(learner.context.cookies())  # type: ignore[arg-type]  # what is read may be written
    yield context.new_page()
    context.close()
