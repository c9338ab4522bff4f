"""The offline edition, opened from a folder in a real browser, with no server and no network."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from quintain.courseware import offline
from quintain.courseware.contents import choose
from quintain.courseware.editions import OFFLINE, Audience, Edition
from quintain.courseware.progress import keep_silent
from tests.courses import whole_course

from .conftest import in_both_browsers
from .windows import Complaints

pytestmark = pytest.mark.browser

STATES = """() => [...document.querySelectorAll("[data-exhibit]")].map((place) => [
    place.dataset.exhibit, place.querySelector(".stage:not(.still)")?.childElementCount > 0])"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The learner's edition of the course, unpacked."""
    home = tmp_path_factory.mktemp("offline")
    offline.write(choose(whole_course(), Edition(OFFLINE, Audience.LEARNER)), home / "course.zip", keep_silent)
    with zipfile.ZipFile(io.BytesIO((home / "course.zip").read_bytes())) as archive:
        archive.extractall(home)
    return next(path for path in home.iterdir() if path.is_dir())


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A window in which neither the console says anything, nor a request leaves the folder."""
    context: BrowserContext = browser.new_context()
    page = context.new_page()
    complaints = Complaints()
    page.on("console", complaints.listen)
    page.on("pageerror", lambda fault: complaints.lines.append(str(fault)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert complaints.lines == []
    assert [address for address in asked if not address.startswith("file://")] == []


@in_both_browsers
def test_every_exhibit_moves_without_a_server(window: Page, folder: Path) -> None:
    """Each page that shows an exhibit starts it, and nothing fails."""
    moving: dict[str, bool] = {}
    for path in sorted(folder.glob("*/*.html")):
        if "data-exhibit=" in path.read_text(encoding="utf-8"):
            window.goto(path.as_uri(), wait_until="load")
            moving.update(window.evaluate(STATES))
    assert moving == dict.fromkeys(whole_course().exhibits, True)


@in_both_browsers
def test_a_reader_finds_their_way_by_keyboard(window: Page, folder: Path) -> None:
    """From the contents to the search, to a lesson, its question, the next chapter, and back; colours are chosen.

    The field in the bar answers while one types, and says what it looked for in place of a word that nothing has.
    """
    window.goto((folder / "index.html").as_uri())
    field = window.get_by_role("searchbox", name="Search")
    field.press_sequentially("how do I bind injecton")
    expect(window.get_by_role("status")).to_contain_text("Nothing has “injecton”; these have “injection”.")
    expect(window.locator(".finds").get_by_role("link", name=re.compile("SQL injection")).first).to_be_visible()
    field.press("Escape")
    expect(window.locator(".finds")).to_be_hidden()
    field.fill("bind the values")
    window.keyboard.press("Enter")
    expect(window.get_by_role("heading", level=1)).to_have_text("Search")
    expect(window.get_by_role("status")).to_contain_text("found")
    window.get_by_role("link", name="SQL injection: Bind the values").press("Enter")
    expect(window.get_by_role("heading", level=1)).to_have_text("SQL injection")
    wrong = window.get_by_text("Nothing is wrong. One user has an unusual name")
    wrong.press("Enter")
    expect(window.get_by_text("Not so.").first).to_be_visible()
    window.get_by_role("button", name="System colours").press("Enter")
    expect(window.locator("html")).to_have_attribute("data-theme", "light")
    window.get_by_role("link", name="Next").press("Enter")
    expect(window.get_by_role("heading", level=1)).to_have_text("A09 SQL injection in a sign-in")
    window.get_by_role("link", name="Python Security", exact=True).press("Enter")
    expect(window.get_by_role("heading", name="Day 1")).to_be_visible()
