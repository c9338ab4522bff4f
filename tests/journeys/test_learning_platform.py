"""A learning platform opens the classroom in a real browser, which keeps its rules about cookies and forms."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from quintain.lti.claims import CORE, DEEP_LINKING
from tests.lti.platforms import CLIENT_ID, INSTRUCTOR, StubPlatform, running_platform
from tests.signing_in import origin_of

from .conftest import Classroom, free_port
from .test_class import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.whole]

PREPARE = """
import sys
import django
django.setup()
from datetime import date
from quintain.cohorts.actions import NewClass, make_class
from quintain.lti.actions import PlatformFacts, connect_platform
from quintain.lti.models import Context
issuer, client = sys.argv[1:]
made = make_class(NewClass("Ours", "python-security", date(2027, 5, 3), date(2027, 5, 5), "UTC", 2), by=None)
there = [f"{issuer}/{name}" for name in ("authorize", "token", "keys")]
platform = connect_platform(PlatformFacts("Example School", issuer, client, *there), "1", by=None)
Context.objects.create(deployment=platform.deployments.get(), identifier="course-1", in_class=made)
"""


@pytest.fixture
def stub() -> Iterator[StubPlatform]:
    """A platform at 127.0.0.1, which for a browser is another site than the classroom at localhost."""
    with running_platform() as stub:
        yield stub


@pytest.fixture
def room(
    tmp_path: Path, sandbox_folder: Path, stub: StubPlatform, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Classroom]:
    """A classroom with that platform, and a course that is connected with a class."""
    monkeypatch.setenv("QUINTAIN_CLASSROOM", "1")
    monkeypatch.setenv("QUINTAIN_LTI_PRIVATE", "1")
    room = Classroom(tmp_path, free_port(), sandbox=sandbox_folder, host="")
    room.start()
    stub.tool = origin_of(room.link)
    known = {"DJANGO_SETTINGS_MODULE": "quintain.server.settings", "QUINTAIN_DATA": str(room.data)}
    subprocess.run((sys.executable, "-c", PREPARE, stub.issuer, CLIENT_ID), check=True, env=os.environ | known)
    yield room
    room.kill()


def come_from_the_course(page: Page, stub: StubPlatform) -> None:
    """Open the link of the course, and what the platform then sends."""
    page.goto(f"{stub.issuer}/course")
    page.get_by_role("button", name="Open the classroom").click()
    page.get_by_role("button", name="Go on").click()


@pytest.mark.usefixtures("room")
def test_people_come_from_their_course(stub: StubPlatform, browser: Browser) -> None:
    """A learner opens a lesson; an instructor chooses links, which go back to the platform."""
    wrong = []
    context = browser.new_context()
    page = context.new_page()
    stub.course = {f"{CORE}target_link_uri": f"{stub.tool}/timetable/?day=2"}
    come_from_the_course(page, stub)
    expect(page.get_by_role("heading", name="You are new here")).to_be_visible()
    wrong += faults_of(page)
    page.get_by_role("button", name="Go on with a new account").click()
    page.wait_for_url(f"{stub.tool}/timetable/#day-2")
    come_from_the_course(page, stub)
    page.wait_for_url(f"{stub.tool}/timetable/#day-2")
    context.close()

    context = browser.new_context()
    page = context.new_page()
    asked = {"deep_link_return_url": f"{stub.issuer}/return", "accept_types": ["ltiResourceLink"]}
    stub.course = {
        "sub": "teacher",
        "name": "Ada Teacher",
        f"{CORE}message_type": "LtiDeepLinkingRequest",
        f"{CORE}roles": [INSTRUCTOR],
        f"{CORE}target_link_uri": f"{stub.tool}/lti/launch/",
        f"{DEEP_LINKING}deep_linking_settings": asked,
    }
    come_from_the_course(page, stub)
    page.get_by_role("button", name="Go on with a new account").click()
    expect(page.get_by_role("heading", name="Choose what to link")).to_be_visible()
    wrong += faults_of(page)
    page.get_by_label("Day 1 of the course").check()
    page.get_by_label("Lab B15").check()
    page.get_by_role("button", name="Go on").click()
    wrong += faults_of(page)
    page.get_by_role("button", name="Add 2 links on Example School").click()
    expect(page.get_by_role("button", name="Back to the course")).to_be_visible()
    assert len(stub.returned) == 1

    # As Moodle and Canvas do: within a frame, which takes the answer, too.
    page.goto(f"{stub.issuer}/framed")
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Open the classroom").click()
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Open the classroom").click()
    window = opened.value
    window.get_by_role("button", name="Go on").click()
    window.get_by_label("Day 2 of the course").check()
    window.get_by_role("button", name="Go on").click()
    expect(window.get_by_role("heading", name="Go back to your course")).to_be_visible()
    wrong += faults_of(window)
    frame.get_by_role("button", name="Bring back what was chosen").click()
    frame.get_by_role("button", name="Add 1 link on Example School").click()
    expect(frame.get_by_role("button", name="Back to the course")).to_be_visible()
    assert len(stub.returned) == 2
    context.close()
    assert wrong == []
