"""Every exhibit is whole without script, and fits a narrow window; the page of the look shows all of them."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Classroom, open_page
from tests.sampling import some

from .conftest import TOPICS, data_of

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]


def test_without_script_an_exhibit_has_figure_caption_and_numbers(still_page: Page, classroom: Classroom) -> None:
    """The figure says in a sentence what is seen, the table opens, and there is no control that does nothing."""
    still_page.goto(f"http://127.0.0.1:{classroom.port}/design/")
    for name in some([*TOPICS], 8):
        found = still_page.locator(f"[data-exhibit={name}]")
        expect(found.locator("svg[role=img]"), name).to_be_visible()
        assert found.locator("svg").get_attribute("aria-label"), name
        expect(found.locator("figcaption"), name).to_be_visible()
        expect(found.locator("button, input"), name).to_have_count(0)
        found.get_by_text("The numbers as a table").click()
        rows = sum(len(table["rows"]) for table in data_of(name)["tables"])
        expect(found.locator("tbody tr"), name).to_have_count(rows)
        expect(found.locator("tbody tr").first, name).to_be_visible()


@pytest.mark.whole
def test_below_640_pixels_pictures_stand_one_below_the_other(browser: Browser, classroom: Classroom) -> None:
    """Nothing sticks out of an exhibit, and words keep their size."""
    context, page, complaints = open_page(browser, classroom, viewport={"width": 390, "height": 800})
    page.goto(f"http://127.0.0.1:{classroom.port}/design/")
    for name in some([*TOPICS], 8):
        shown = page.locator(f"[data-exhibit={name}]")
        expect(shown.locator(".exhibit-controls"), name).to_be_visible(timeout=30_000)  # scripts draw them one by one
        assert shown.evaluate("exhibit => exhibit.scrollWidth <= exhibit.clientWidth"), name
        sizes = shown.locator("svg text").evaluate_all(
            "texts => texts.map(text => parseFloat(getComputedStyle(text).fontSize))"
        )
        assert all(size >= 12 for size in sizes), name
        pictures = shown.locator(".exhibit-pictures > div").all()
        assert len({round(box["x"]) for part in pictures if (box := part.bounding_box())}) <= 1, name
    context.close()
    assert complaints.lines == []


GROWING = ("error-page", "secret-footprint", "extension-blocks", "osv-ranges", "chain-builder")


@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_below_an_exhibit_stays_where_it_is(browser: Browser, classroom: Classroom, width: int) -> None:
    """Those whose pictures differ much in height have room for the tallest from the start."""
    context, page, _ = open_page(browser, classroom, viewport={"width": width, "height": 900})
    for name in some(GROWING, 3):
        page.goto(f"http://127.0.0.1:{classroom.port}/topics/{TOPICS[name]}/")
        stage = page.locator(f"[data-exhibit={name}] .stage")
        expect(stage.locator(".exhibit-controls")).to_be_visible()
        heights = {round(stage.evaluate("stage => stage.offsetHeight"))}
        for choice in stage.locator("input[type=radio]").all():
            choice.check(force=True)
            heights.add(round(stage.evaluate("stage => stage.offsetHeight")))
        assert max(heights) - min(heights) <= 2, (name, heights)
    context.close()
