"""A program on another port of this machine gets no session, and WebRTC of a preview reaches no port of it."""

import http.server
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from quintain.preview.headers import Headers, fence
from quintain.server.links import write_redirect
from quintain.web.folder import DataFolder
from tests.signing_in import origin_of

from .conftest import Classroom, free_port, in_both_browsers, sign_in
from .workbench import open_fix

pytestmark = [
    pytest.mark.whole,
    pytest.mark.hostile,
    pytest.mark.browser,
]

GATHER = """async ([udp, tcp]) => {
    const servers = [{urls: `stun:127.0.0.1:${udp}`},
                     {urls: `turn:127.0.0.1:${tcp}?transport=tcp`, username: "a", credential: "b"}];
    const peer = new RTCPeerConnection({iceServers: servers});
    peer.createDataChannel("x");
    await peer.setLocalDescription(await peer.createOffer());
}"""


@dataclass(slots=True)
class Thief:
    """A server on another port, which keeps the cookies that browsers bring."""

    port: int = 0
    cookies: list[str] = field(default_factory=list)


@contextmanager
def serving(headers: Headers) -> Iterator[Thief]:
    """Serve one page with these headers at any host name."""
    thief = Thief()

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            thief.cookies.append(self.headers.get("Cookie", ""))
            self.send_response(200)
            for name, value in [(b"content-type", b"text/html"), *headers]:
                self.send_header(name.decode(), value.decode())
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>x</title><h1>come in</h1>")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thief.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield thief
    server.shutdown()
    server.server_close()
    thread.join(5)


def replay(room: Classroom, cookies: list[str], host: str) -> list[int]:
    """Come to the classroom with what was stolen, under a name, and return how it answers."""
    address = f"http://127.0.0.1:{room.port}/"
    return [
        httpx.get(address, headers={"cookie": each, "host": host}, trust_env=False).status_code
        for each in cookies
        if each
    ]


@pytest.fixture
def named_classroom(tmp_path: Path, sandbox_folder: Path) -> Iterator[Classroom]:
    """A classroom under the data folder's own name, as ``quintain serve`` opens it."""
    room = Classroom(tmp_path, free_port(), host="", sandbox=sandbox_folder)
    room.start()
    yield room
    room.kill()


@in_both_browsers
def test_another_port_gets_no_cookie(browser: Browser, named_classroom: Classroom) -> None:
    """Whatever name of this machine the learner is led to, the session stays at the one that nobody else knows."""
    origin = origin_of(named_classroom.link)
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, named_classroom)
    assert page.url == f"{origin}/"
    with serving([]) as thief:
        for host in ("127.0.0.1", "localhost", "quintain.localhost", f"lab-{'0' * 32}.localhost"):
            page.goto(f"http://{host}:{thief.port}/")
        assert len(thief.cookies) >= 4
        assert "".join(thief.cookies) == ""
    page.goto(f"{origin}/")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    context.close()


@in_both_browsers
def test_shared_address_is_robbed_and_says_so(browser: Browser, classroom: Classroom) -> None:
    """At 127.0.0.1 the same attack works: this is what the name is for, and the learner is told before signing in."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(classroom.link)
    expect(page.get_by_text("This address is shared by all programs on this machine")).to_be_visible()
    sign_in(page, classroom)
    with serving([]) as thief:
        page.goto(f"http://127.0.0.1:{thief.port}/")
        assert 200 in replay(classroom, thief.cookies, f"127.0.0.1:{classroom.port}")
    context.close()


@in_both_browsers
def test_link_is_worthless_after_use_and_sign_out_ends_all(browser: Browser, named_classroom: Classroom) -> None:
    """The address bar loses the code, a second use is refused, and the button ends the session in every tab."""
    link = named_classroom.link
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.wait_for_url(f"{origin_of(link)}/")
    page.go_back()
    assert "#" not in page.url
    stranger = browser.new_context().new_page()
    stranger.goto(link)
    expect(stranger.get_by_text("This sign-in link is used, expired or of another server.")).to_be_visible()
    stranger.context.close()
    page.goto(f"{origin_of(link)}/")
    other = context.new_page()
    open_at(other, named_classroom)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    other.reload()
    expect(other.get_by_role("heading", name="Signed out")).to_be_visible()
    context.close()


def open_at(page: Page, room: Classroom) -> None:
    """Open a lab's workbench."""
    page.goto(origin_of(room.link))
    open_fix(page, "redos")


def test_page_that_opens_the_browser_signs_in(browser: Browser, named_classroom: Classroom) -> None:
    """The file in the data folder leads to the course, with nothing to press."""
    folder = DataFolder(named_classroom.data)
    write_redirect(folder.redirect, named_classroom.link)
    context = browser.new_context()
    page = context.new_page()
    page.goto(folder.redirect.as_uri())
    page.wait_for_url(f"{origin_of(named_classroom.link)}/")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    context.close()


@pytest.mark.whole
def test_preview_is_shown_under_the_name(browser: Browser, named_classroom: Classroom) -> None:
    """A program has its frame, and the page its sockets, as at 127.0.0.1."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, named_classroom)
    open_fix(page, "sql-login")
    page.get_by_role("tab", name="Preview").click()
    body = page.frame_locator("#program-frame iframe").locator("body")
    for _ in range(8):  # a first program has its packages laid out, which may take longer than a visit waits
        expect(body).to_contain_text(re.compile("Union Jack|Not running yet"), timeout=60_000)
        if "Not running yet" not in body.inner_text():
            break
        page.get_by_role("button", name="Load again").click()
        page.wait_for_timeout(1000)
    expect(body).to_contain_text("Union Jack")
    page.get_by_role("tab", name="Terminal").click()
    expect(page.locator(".xterm-rows")).to_contain_text("$", timeout=60_000)
    context.close()


@pytest.mark.parametrize("is_fenced", [False, True], ids=["bare", "fenced"])
def test_webrtc_of_a_program_reaches_no_local_port(browser: Browser, *, is_fenced: bool) -> None:
    """Neither by UDP nor by TCP; without the fence it does, so that this test can fail."""
    with (
        closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as udp,
        closing(socket.create_server(("127.0.0.1", 0))) as tcp,
        serving(fence("http://127.0.0.1:1") if is_fenced else []) as server,
    ):
        udp.bind(("127.0.0.1", 0))
        page = browser.new_page()
        page.goto(f"http://lab-{'0' * 32}.localhost:{server.port}/")
        page.evaluate(f"args => ({GATHER})(args).catch(() => null)", [udp.getsockname()[1], tcp.getsockname()[1]])
        page.wait_for_timeout(1500)
        assert [has_come(udp), has_come(tcp)] == ([False, False] if is_fenced else [True, True])
        page.close()


def has_come(line: socket.socket) -> bool:
    """Tell whether anything has come by now."""
    line.setblocking(False)
    try:
        if line.type == socket.SOCK_DGRAM:
            line.recv(1)
        else:
            line.accept()[0].close()
    except BlockingIOError:
        return False
    return True
