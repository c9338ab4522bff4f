"""Single sign-on in a real browser: a real server, a real provider, and the policies that a browser keeps."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyotp
import pytest
from oidc_provider_mock import User as KnownPerson
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.accounts.oidc import real_provider
from tests.signing_in import origin_of

from .conftest import Classroom, free_port
from .test_class import faults_of
from .windows import Complaints
from .workbench import expect_saved, open_fix, write

pytestmark = [pytest.mark.browser, pytest.mark.whole]

JANE = KnownPerson(sub="jane", claims={"name": "Jane Doe", "email": "jane@school.example", "email_verified": True})
ELIF = KnownPerson(sub="elif", claims={"name": "Elif Kaya", "email": "elif@school.example"})
PREPARE = """
import django
django.setup()
from datetime import date
from quintain.accounts.models import Role
from quintain.accounts.people.actions import add_person
from quintain.cohorts.actions import NewClass, make_class
made = make_class(NewClass("Ours", "python-security", date(2027, 5, 3), date(2027, 5, 5), "UTC", 2), by=None)
print(add_person("Jane", Role.OPERATOR, username="jane").code, made.join_code)
"""


@pytest.fixture
def room(
    tmp_path: Path, sandbox_folder: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Classroom]:
    """A classroom with a provider, which demands a factor of operators."""
    with real_provider(JANE, ELIF) as issuer:
        monkeypatch.setenv("QUINTAIN_CLASSROOM", "1")
        monkeypatch.setenv("QUINTAIN_SECOND_FACTOR", "operator")
        monkeypatch.setenv("QUINTAIN_OIDC_ISSUER", issuer)
        monkeypatch.setenv("QUINTAIN_OIDC_CLIENT_ID", "quintain")
        monkeypatch.setenv("QUINTAIN_OIDC_CLIENT_SECRET", "a secret")
        monkeypatch.setenv("QUINTAIN_OIDC_NAME", "Example School")
        room = Classroom(tmp_path, free_port(), sandbox=sandbox_folder, host="")
        room.start()
        yield room
        room.kill()


def at_the_provider(page: Page, subject: str) -> None:
    """Choose an identity on the provider's own page."""
    page.get_by_role("button", name=f"Authorize as {subject}").first.click()


def end_sessions(room: Classroom) -> None:
    """Have all sessions be over, as after hours without activity."""
    with closing(sqlite3.connect(room.data / "quintain.sqlite3", timeout=20)) as database, database:
        database.execute("UPDATE django_session SET expire_date = '2020-01-01 00:00:00'")


def test_people_come_in_by_the_provider(  # noqa: PLR0915  one way, page after page
    room: Classroom, browser: Browser
) -> None:
    """An operator by invitation, who must set up an app first; a student by the code; text outlives the session."""
    known = {"DJANGO_SETTINGS_MODULE": "quintain.server.settings", "QUINTAIN_DATA": str(room.data)}
    told = subprocess.run(
        (sys.executable, "-c", PREPARE), check=True, capture_output=True, text=True, env=os.environ | known
    )
    invitation, join_code = told.stdout.split()
    origin, complaints, wrong = origin_of(room.link), Complaints(), []

    def listen(message: ConsoleMessage) -> None:
        if message.location["url"].startswith(origin):  # the provider's own page wants a style sheet of the network
            complaints.listen(message)

    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.on("console", listen)

    page.goto(f"{origin}/sign-in/")
    wrong += faults_of(page)
    page.goto(f"{origin}/invitation/#{invitation}")
    page.get_by_role("button", name="Use Example School in place of a password").click()
    at_the_provider(page, "jane")
    expect(page.get_by_text("jane@school.example")).to_be_visible()
    wrong += faults_of(page)
    page.get_by_role("button", name="Sign in with Example School from now on").click()
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    wrong += faults_of(page)
    page.get_by_role("link", name="Set up an app").click()
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    wrong += faults_of(page)
    page.get_by_role("button", name="Confirm with Example School").click()
    at_the_provider(page, "jane")
    secret = page.get_by_label("The secret, to type it instead").input_value()
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    codes = page.locator(".recovery-codes li").all_inner_texts()
    page.goto(f"{origin}/account/")
    wrong += faults_of(page)
    page.get_by_role("button", name="Sign out", exact=True).first.click()

    page.goto(f"{origin}/sign-in/?next=/account/")
    page.get_by_role("button", name="Sign in with Example School").click()
    at_the_provider(page, "jane")
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    page.get_by_label("Code", exact=True).fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{origin}/account/")

    students = browser.new_context(viewport={"width": 1440, "height": 900})
    student = students.new_page()
    student.on("console", listen)
    student.goto(f"{origin}/sign-in/")
    student.get_by_role("button", name="Sign in with Example School").click()
    at_the_provider(student, "elif")
    expect(student.get_by_role("heading", name="You are new here")).to_be_visible()
    wrong += faults_of(student)
    student.get_by_role("link", name="Join a class").click()
    expect(student.get_by_label("Your name")).to_have_value("Elif Kaya")
    wrong += faults_of(student)
    student.get_by_label("Join code").fill(join_code)
    student.get_by_role("button", name="Join", exact=True).click()
    expect(student.get_by_text("You need no passcode")).to_be_visible()
    assert [line for line in complaints.lines if "401" not in line] == []  # the page for the signed-out

    student.get_by_role("link", name="Go to the course").click()
    open_fix(student, "sql-login")
    write(student, "# before\n")
    expect_saved(student)
    end_sessions(room)
    student.keyboard.insert_text("# typed when it was over\n")
    expect(student.locator("#offline")).to_contain_text("Your session has ended.")
    place = student.url
    student.close()  # before there is a session again, in which it would save
    again = students.new_page()
    again.goto(f"{origin}/sign-in/")
    again.get_by_role("button", name="Sign in with Example School").click()
    at_the_provider(again, "elif")
    again.wait_for_url(f"{origin}/")
    again.goto(place)
    expect(again.locator(".cm-content")).to_contain_text("# typed when it was over")
    expect_saved(again)
    assert wrong == []
