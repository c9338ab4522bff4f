"""An operator adds an endpoint in a real browser, and events arrive at a receiver from the running server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from standardwebhooks import Webhook

from tests.signing_in import origin_of
from tests.webhooks.receiver import Receiver, running_receiver

from .axe import find_faults
from .conftest import Classroom, free_port, overflow_pixels
from .test_class import invited, window
from .windows import Complaints

pytestmark = [pytest.mark.browser, pytest.mark.whole]

LOOKS = (("light", 1440), ("dark", 1440), ("light", 320), ("dark", 320))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Run a receiver whose answer is long."""
    with running_receiver() as running:
        running.status, running.body = 200, b"<b>thank you</b> " * 40
        yield running


@pytest.fixture
def room(tmp_path: Path, sandbox_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classroom]:
    """A classroom with accounts, which may send to this machine."""
    monkeypatch.setenv("QUINTAIN_CLASSROOM", "1")
    monkeypatch.setenv("QUINTAIN_WEBHOOKS_PRIVATE", "1")
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
            page.screenshot(path=f"{folder}/webhooks-{name}-{scheme}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    return wrong


def test_an_operator_adds_an_endpoint_and_sees_what_arrives(
    room: Classroom, receiver: Receiver, browser: Browser
) -> None:
    """By the keyboard; the secret that is shown verifies what arrives, and a failure and a replay are on the page."""
    origin, complaints = origin_of(room.link), Complaints()
    _, mara = window(browser, complaints)
    invited(room, origin, mara)
    mara.goto(f"{origin}/classes/")
    mara.get_by_role("link", name="Webhooks").click()
    wrong = look(mara, "none")
    mara.get_by_label("Name, as operators know it").fill("School chat")
    mara.get_by_label("Address (URL)").fill(receiver.address)
    mara.keyboard.press("Enter")
    expect(mara.get_by_role("heading", name="Secret of the endpoint")).to_be_visible()
    secret = mara.get_by_role("region", name="Secret").inner_text()
    wrong += look(mara, "secret")
    mara.get_by_role("link", name="Go to the endpoint").click()
    page_of_endpoint = mara.url
    mara.get_by_role("button", name="Send a test event").press("Enter")
    expect(mara.get_by_text("A test event is sent within a few seconds.")).to_be_visible()
    for number in (1, 2):
        mara.wait_for_timeout(12_000)
        mara.goto(page_of_endpoint)
        expect(mara.get_by_role("row").nth(1)).to_contain_text("delivered")
        assert len(receiver.got) == number
        if number == 1:
            mara.get_by_role("button", name="Replay").press("Enter")
    got = receiver.got[0]
    assert Webhook(secret).verify(got.body, got.headers)["type"] == "endpoint.test"
    receiver.status = 410
    mara.get_by_role("button", name="Send a test event").click()
    wrong += look(mara, "endpoint")
    mara.wait_for_timeout(12_000)
    mara.goto(page_of_endpoint)
    expect(mara.get_by_text("It answered with status 410")).to_be_visible()
    wrong += look(mara, "off")
    mara.goto(f"{origin}/webhooks/")
    wrong += look(mara, "list")
    assert wrong == []
    assert complaints.lines == []
