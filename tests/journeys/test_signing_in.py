"""Signing in to a classroom in a real browser: an invitation, a passkey, an app, and how the pages look."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accounts.test_own_account import totp
from tests.signing_in import origin_of

from .axe import find_faults
from .conftest import Classroom, free_port, overflow_pixels
from .windows import Complaints

pytestmark = [pytest.mark.whole, pytest.mark.browser]

PASSWORD = "four wet umbrellas under a bridge"
INVITE = """
import django
django.setup()
from quintain.accounts.people.invitations import invite
from quintain.accounts.models import Membership, Role, User
person = User.objects.create_user("ada-lovelace", "Ada Lovelace")
Membership.objects.create(person=person, role=Role.AUTHOR)
print(invite(person))
"""


@pytest.fixture
def room(
    tmp_path: Path, sandbox_folder: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Classroom]:
    """A classroom with accounts, under the data folder's own name: passkeys are for names, not for addresses."""
    monkeypatch.setenv("QUINTAIN_CLASSROOM", "1")
    room = Classroom(tmp_path, free_port(), sandbox=sandbox_folder, host="")
    room.start()
    yield room
    room.kill()


def invitation(room: Classroom) -> str:
    """Return the code of a person who was invited."""
    known = {"DJANGO_SETTINGS_MODULE": "quintain.server.settings", "QUINTAIN_DATA": str(room.data)}
    done = subprocess.run(
        (sys.executable, "-c", INVITE), check=True, capture_output=True, text=True, env={**os.environ, **known}
    )
    return done.stdout.strip()


def show(page: Page, name: str) -> list[object]:
    """Look at a page in both colours and at two widths; return what is wrong with it."""
    wrong: list[object] = []
    for colours, width, height in (("light", 1440, 900), ("dark", 390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="light" if colours == "light" else "dark")
        wrong += [(name, colours, fault) for fault in find_faults(page)]
        wrong += [(name, colours, "wide")] if overflow_pixels(page) > 0 else []
        if folder := os.environ.get("QUINTAIN_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{colours}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 800})
    return wrong


def confirm(page: Page) -> None:
    """Give the password once more."""
    page.get_by_label("Password or passcode").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_a_person_from_the_invitation_to_the_passkey(  # noqa: PLR0915  one way, page after page
    room: Classroom, browser: Browser
) -> None:
    """Invited, with a password, an app, recovery codes and a passkey; the console stays silent on every page."""
    origin = origin_of(room.link)
    context = browser.new_context()
    page = context.new_page()
    complaints = Complaints()
    page.on("console", complaints.listen)
    page.on("pageerror", lambda error: complaints.lines.append(str(error)))
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    wrong: list[object] = []

    page.goto(f"{origin}/invitation/#{invitation(room)}")
    expect(page.get_by_role("heading", name="Choose a password")).to_be_visible()
    assert "#" not in page.url
    wrong += show(page, "first-password")
    page.get_by_label("New password").fill("passwordpassword")
    page.get_by_label("The same password again").fill("passwordpassword")
    page.get_by_role("button", name="Set the password and sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("guessed soon")
    wrong += show(page, "first-password-refused")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password and sign in").click()
    page.get_by_role("link", name="Ada Lovelace").click()
    expect(page.get_by_text("this session")).to_be_visible()

    page.get_by_role("link", name="Set up an app").click()
    expect(page).to_have_url(f"{origin}/account/app/")  # the password that was chosen just now counts
    page.goto(f"{origin}/account/confirm/?next=/account/app/")
    wrong += show(page, "confirm")
    confirm(page)
    wrong += show(page, "app")
    page.get_by_label("Code").fill(totp(page.locator("#secret").input_value()))
    page.get_by_role("button", name="Set up").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    wrong += show(page, "recovery-codes")
    recovery = page.locator(".recovery-codes li").first.inner_text()

    page.goto(f"{origin}/account/passkeys/")
    wrong += show(page, "passkey")
    page.get_by_role("textbox").fill("laptop")
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".account-list").get_by_text("laptop")).to_be_visible()
    wrong += show(page, "account")

    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.get_by_role("link", name="Sign in").click()
    wrong += show(page, "sign-in")
    page.goto(f"{origin}/sign-in/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{origin}/account/")
    page.get_by_role("button", name="Sign out", exact=True).first.click()

    for factor in ("passkey", "code"):
        page.goto(f"{origin}/sign-in/?next=/account/password/")
        page.get_by_label("Name for signing in").fill("Ada-Lovelace")
        page.get_by_label("Password or passcode").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
        if factor == "passkey":
            wrong += show(page, "second-factor")
            page.get_by_role("button", name="Use a passkey").click()
        else:
            page.get_by_label("Code").fill(recovery)
            page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page).to_have_url(f"{origin}/account/password/")
        wrong += show(page, "password")
        page.get_by_role("button", name="Sign out", exact=True).first.click()
    context.close()
    assert wrong == []
    assert [line for line in complaints.lines if "401" not in line] == []  # the page for the signed-out


@pytest.mark.whole
def test_a_browser_without_a_passkey_says_so(room: Classroom, browser: Browser) -> None:
    """Nothing happens silently, and the password is still there."""
    context = browser.new_context()
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    page.goto(f"{origin_of(room.link)}/sign-in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('none')); }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("No passkey was used"))
    context.close()
