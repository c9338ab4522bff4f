"""A class from the invitation of its instructor to the results: each person in a window of their own."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.sampling import some
from tests.signing_in import origin_of

from .axe import find_faults
from .conftest import Classroom, free_port, overflow_pixels
from .windows import Complaints
from .workbench import expect_verdict, fix_text, open_fix, write

pytestmark = [pytest.mark.browser]

PASSWORD = "seven dry towels over a bridge"
INVITE = """
import django
django.setup()
from quintain.accounts.people.invitations import invite
from quintain.accounts.models import Membership, Role, User
person = User.objects.create_user("mara", "Mara Lindqvist")
Membership.objects.create(person=person, role=Role.OPERATOR)
print(invite(person))
"""
LOOKS = (("light", 1440), ("dark", 390))
NAMES = ("Elif Kaya", "Zoë O'Brien", "李小龙")


@pytest.fixture
def room(
    tmp_path: Path, sandbox_folder: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Classroom]:
    """A classroom with accounts, under the data folder's own name."""
    monkeypatch.setenv("QUINTAIN_CLASSROOM", "1")
    room = Classroom(tmp_path, free_port(), sandbox=sandbox_folder, host="")
    room.start()
    yield room
    room.kill()


def window(browser: Browser, complaints: Complaints) -> tuple[BrowserContext, Page]:
    """Open a window with a cookie store of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.on("console", complaints.listen)
    page.on("pageerror", lambda error: complaints.lines.append(str(error)))
    return context, page


def invited(room: Classroom, origin: str, page: Page) -> None:
    """Come in by an invitation, and choose a password."""
    known = {"DJANGO_SETTINGS_MODULE": "quintain.server.settings", "QUINTAIN_DATA": str(room.data)}
    told = subprocess.run(
        (sys.executable, "-c", INVITE), check=True, capture_output=True, text=True, env={**os.environ, **known}
    )
    page.goto(f"{origin}/invitation/#{told.stdout.strip()}")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password and sign in").click()


def faults_of(page: Page, path: str = "") -> list[object]:
    """Look at the page that a click leads to, in one colour and width, in a whole run in both; return what is wrong.

    On a busy machine a click may return before the browser has begun to leave, so the end of its path is waited for.
    """
    page.wait_for_url(lambda url: urlsplit(url).path.endswith(path))
    wrong: list[object] = []
    for scheme, width in some(LOOKS, 1):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        wrong += [(page.url, scheme, fault) for fault in find_faults(page)]
        wrong += [(page.url, width)] if overflow_pixels(page) > 0 else []
        if folder := os.environ.get("QUINTAIN_PICTURES"):
            name = "-".join(part for part in page.url.split("/")[3:] if part and len(part) < 30) or "home"
            page.screenshot(path=f"{folder}/class-{name}-{scheme}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    return wrong


def look_after_people(mara: Page, origin: str) -> list[object]:
    """As an operator, find a student, take the data home, and look at erasing; return what is wrong with the pages."""
    mara.goto(f"{origin}/classes/")
    mara.get_by_role("link", name="People").click()
    wrong = faults_of(mara, "/people/")
    mara.get_by_label("Name or username").fill("kaya")
    mara.get_by_role("button", name="Search").click()
    mara.get_by_role("link", name=NAMES[0]).click()
    expect(mara.get_by_role("heading", name=NAMES[0])).to_be_visible()
    wrong += faults_of(mara)
    mara.get_by_role("link", name="Erase this person").click()
    asked, erase = (mara.get_by_role("heading", name=name) for name in ("Confirm that it is", f"Erase {NAMES[0]}"))
    expect(asked.or_(erase)).to_be_visible()
    if asked.is_visible():  # the invitation was more than five minutes ago
        mara.get_by_label("Password or passcode").fill(PASSWORD)
        mara.get_by_role("button", name="Confirm").click()
    expect(erase).to_be_visible()
    wrong += faults_of(mara, "/erase/")
    mara.get_by_role("link", name="Cancel").click()
    mara.get_by_role("link", name="Export as a zip").click()
    wrong += faults_of(mara, "/export/")
    with mara.expect_download() as download:
        mara.get_by_role("button", name="Download the zip").click()
    assert "person.json" in zipfile.ZipFile(download.value.path()).namelist()
    mara.goto(f"{origin}/account/data/")
    return wrong + faults_of(mara, "/account/data/")


def test_a_class_from_the_join_code_to_the_results(room: Classroom, browser: Browser) -> None:  # noqa: PLR0915  one way
    """Three students join, one is late, one proves a lab; the instructor sees it at once and takes the results home."""
    origin, complaints = origin_of(room.link), Complaints()
    _, mara = window(browser, complaints)
    invited(room, origin, mara)

    mara.get_by_role("link", name="Classes").click()
    mara.get_by_role("link", name="New class").click()
    mara.get_by_label("First day").fill("2027-05-03")
    mara.get_by_label("Last day").fill("2027-05-05")
    mara.get_by_label("Seats, from 1 to 15").fill("2")
    wrong = faults_of(mara, "/classes/new/")
    mara.get_by_role("button", name="Make the class").click()
    code = mara.locator(".join-code").inner_text()
    class_page = mara.url

    students = []
    for number, name in enumerate(NAMES):
        _, student = window(browser, complaints)
        student.goto(f"{origin}/join/")
        student.get_by_label("Join code").fill(code.lower())
        student.get_by_label("Your name").fill(name)
        student.keyboard.press("Enter")
        if number < 2:
            expect(student.get_by_role("heading", name=f"You have seat {number + 1}")).to_be_visible()
        else:
            expect(student.get_by_text("All 2 seats of this class are taken.")).to_be_visible()
            wrong += faults_of(student, "/join/")
            student.get_by_role("button", name="Wait for a seat").click()
            expect(student.get_by_role("heading", name="You are on the waiting list")).to_be_visible()
        students.append(student)
    wrong += faults_of(students[0], "/join/done/")
    username, passcode = students[0].locator(".codes .mono").all_inner_texts()

    mara.goto(class_page)
    wrong += faults_of(mara)
    mara.get_by_role("link", name="Wall").click()
    expect(mara.get_by_text(NAMES[0]).first).to_be_visible()

    students[0].goto(f"{origin}/check/")
    expect(students[0].locator('[data-check="verdict"][data-state="good"]')).to_be_visible(timeout=60_000)
    wrong += faults_of(students[0], "/check/")
    students[0].goto(origin)
    open_fix(students[0], "tour")
    write(students[0], fix_text("tour", "equal"))
    students[0].keyboard.press("Control+Enter")
    expect_verdict(students[0], "proven")
    expect(mara.locator("#seat-1")).to_contain_text("Proven")

    mara.goto(class_page)
    mara.get_by_role("link", name="More", exact=True).click()
    with mara.expect_download() as download:
        mara.get_by_role("link", name="Results as CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    proven = [row["name"] for row in rows if row["lab"] == "A00" and row["state"] == "proven"]
    assert proven == [NAMES[0]]

    mara.goto(class_page)
    mara.get_by_role("link", name=f"Take the seat away from {NAMES[1]}").click()
    mara.get_by_role("button", name="Take the seat away").click()
    expect(mara.get_by_role("heading", name="Waiting list")).to_be_visible()
    students[2].goto(f"{origin}/")
    expect(students[2].get_by_role("heading", level=1).first).to_be_visible()
    assert "/sign-in/" not in students[2].url
    students[1].goto(origin)
    assert "/sign-in/" in students[1].url

    _, again = window(browser, complaints)
    again.goto(f"{origin}/sign-in/")
    again.get_by_label("Name for signing in").fill(username)
    again.get_by_label("Password or passcode").fill(passcode.upper().replace("-", " "))
    again.get_by_role("button", name="Sign in", exact=True).click()
    again.get_by_role("link", name="Your class").click()
    wrong += faults_of(again, urlsplit(class_page).path)

    mara.goto(class_page)
    mara.get_by_role("link", name="More", exact=True).click()
    mara.get_by_role("link", name="Audit log").click()
    expect(mara.get_by_text("export-results")).to_be_visible()
    wrong += faults_of(mara, "/audit/")
    wrong += look_after_people(mara, origin)
    assert wrong == []
    told = [line for line in complaints.lines if not any(status in line for status in ("401", "409"))]
    assert told == []  # the page for the signed-out, and the full class
