"""A student takes the days of a class into a calendar program, in a real browser and from the running server."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from tests.signing_in import origin_of

from .axe import find_faults
from .conftest import Classroom, free_port, overflow_pixels
from .test_class import invited, window
from .windows import Complaints

pytestmark = [pytest.mark.browser, pytest.mark.whole]

LOOKS = (("light", 1440), ("dark", 1440), ("light", 320), ("dark", 320))


@pytest.fixture
def room(tmp_path: Path, sandbox_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classroom]:
    """A classroom with accounts."""
    monkeypatch.setenv("QUINTAIN_CLASSROOM", "1")
    room = Classroom(tmp_path, free_port(), sandbox=sandbox_folder, host="")
    room.start()
    yield room
    room.kill()


def look(page: Page, name: str) -> list[object]:
    """Look at a page in both colours, wide and narrow; return what is wrong."""
    wrong: list[object] = []
    for scheme, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        wrong += [(name, scheme, width, fault) for fault in find_faults(page)]
        wrong += [(name, width, "overflows")] if overflow_pixels(page) > 0 else []
        if folder := os.environ.get("QUINTAIN_PICTURES"):
            page.screenshot(path=f"{folder}/calendar-{name}-{scheme}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    return wrong


def titles_at(address: str, room: Classroom) -> list[str]:
    """Return the titles of the entries that a calendar program reads at an address, without a cookie.

    Browsers alone resolve a name below localhost on every machine.
    """
    parts = urlsplit(address)
    answer = httpx.get(f"http://127.0.0.1:{room.port}{parts.path}", headers={"host": parts.netloc}, timeout=30)
    answer.raise_for_status()
    return [str(each["SUMMARY"]) for each in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_a_student_subscribes_to_the_days_and_ends_it(room: Classroom, browser: Browser, tmp_path: Path) -> None:
    """By the keyboard; the address that is shown works until it is ended, and the file has the same days."""
    origin, complaints = origin_of(room.link), Complaints()
    _, mara = window(browser, complaints)
    invited(room, origin, mara)
    mara.goto(f"{origin}/classes/new/")
    mara.get_by_label("Title").fill("Secure Python")
    mara.get_by_label("First day").fill("2027-05-03")
    mara.get_by_label("Last day").fill("2027-05-05")
    mara.get_by_role("button", name="Make the class").click()
    code = mara.locator(".join-code").inner_text()
    mara.get_by_role("link", name="More", exact=True).click()
    expect(mara.get_by_role("link", name="Calendar", exact=True)).to_be_visible()

    _, student = window(browser, complaints)
    student.goto(f"{origin}/join/")
    student.get_by_label("Join code").fill(code)
    student.get_by_label("Your name").fill("Elif Kaya")
    student.get_by_role("button", name="Join").click()
    student.get_by_role("link", name="Your class").click()
    student.get_by_role("link", name="Calendar", exact=True).press("Enter")
    wrong = look(student, "none")
    student.get_by_role("button", name="Make an address").press("Enter")
    address = student.get_by_role("region", name="Address").inner_text()
    expect(student.get_by_role("button", name="Copy the address")).to_be_visible()
    wrong += look(student, "address")
    titles = [f"Secure Python, day {number}" for number in (1, 2, 3)]
    assert titles_at(address, room) == titles
    with student.expect_download() as download:
        student.get_by_role("link", name="Calendar file").click()
    download.value.save_as(tmp_path / "class.ics")
    read = Calendar.from_ical((tmp_path / "class.ics").read_bytes())
    assert [str(each["SUMMARY"]) for each in read.walk("VEVENT")] == titles

    student.get_by_role("link", name="Secure Python").click()
    student.get_by_role("link", name="Calendar", exact=True).click()
    expect(student.get_by_role("region", name="Address")).to_have_count(0)
    wrong += look(student, "kept")
    student.get_by_role("button", name="End the address").press("Enter")
    expect(student.get_by_role("button", name="Make an address")).to_be_visible()
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        titles_at(address, room)
    assert wrong == []
    assert complaints.lines == []
