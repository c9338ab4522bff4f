"""Every exhibit stands without script, and fits a narrow window."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Classroom, open_page

from .conftest import TOPICS, data_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys-look-and-limits")]


@pytest.mark.sample(most=2)
@pytest.mark.parametrize("name", TOPICS)
def test_without_script_an_exhibit_has_figure_caption_and_numbers(
    still_page: Page, classroom: Classroom, name: str
) -> None:
    """The figure says in a sentence what is seen, the table opens, and no dead control stands about."""
    still_page.goto(f"http://127.0.0.1:{classroom.port}/topics/{TOPICS[name]}/")
    found = still_page.locator(f"[data-exhibit={name}]")
    expect(found.locator("svg[role=img]")).to_be_visible()
    assert found.locator("svg").get_attribute("aria-label")
    expect(found.locator("figcaption")).to_be_visible()
    expect(found.locator("button, input")).to_have_count(0)
    found.get_by_text("The numbers as a table").click()
    rows = sum(len(table["rows"]) for table in data_of(name)["tables"])
    expect(found.locator("tbody tr")).to_have_count(rows)
    expect(found.locator("tbody tr").first).to_be_visible()


@pytest.mark.sample(most=2)
@pytest.mark.parametrize("name", TOPICS)
def test_below_640_pixels_pictures_stand_one_below_the_other(browser: Browser, classroom: Classroom, name: str) -> None:
    """Nothing sticks out of the exhibit, and words keep their size."""
    context, page, complaints = open_page(browser, classroom, viewport={"width": 390, "height": 800})
    page.goto(f"http://127.0.0.1:{classroom.port}/topics/{TOPICS[name]}/")
    shown = page.locator(f"[data-exhibit={name}]")
    expect(shown.locator(".exhibit-controls")).to_be_visible()
    assert shown.evaluate("exhibit => exhibit.scrollWidth <= exhibit.clientWidth")
    sizes = shown.locator("svg text").evaluate_all(
        "texts => texts.map(text => parseFloat(getComputedStyle(text).fontSize))"
    )
    assert all(size >= 12 for size in sizes)
    lefts = {round(box["x"]) for part in shown.locator(".exhibit-pictures > div").all() if (box := part.bounding_box())}
    assert len(lefts) <= 1
    context.close()
    assert complaints.lines == []
