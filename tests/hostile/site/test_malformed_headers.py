"""Headers that name a place but are no address: pages, sockets and previews refuse them, and none breaks the server."""

import re
import socket
import subprocess
from collections.abc import Iterator, MutableMapping
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from quintain.accounts.sign_in.codes import SignInCodes
from quintain.preview.hosts import label_of
from quintain.preview.programs import Programs
from quintain.preview.proxy import ProgramRouter
from quintain.web.markdown import render_markdown
from quintain.web.origins import SameOrigin
from tests.aside import run_aside
from tests.server.test_serving import Server, command

pytestmark = pytest.mark.sample(most=60, of="file")

type Message = MutableMapping[str, Any]  # ASGI's own type

HOST = "127.0.0.1:8000"
PLACES = (
    "http://[", "http://]", "http://[::1", "http://[v1.x]", "http://[:::]:80", "http://[::1]x", "http://a:b:c",
    "http://a:99999999", "http://\u2100.example", "//[", "[", "://", "http://", "null", "NULL", "", " ", "%", "http:/a",
    "http://user@127.0.0.1:8000", "http://127.0.0.1:8000/", "http://127.0.0.1:8000@evil.example", "javascript:1",
    "http://127.0.0.1:8000\\@evil.example", "ftp://127.0.0.1:8000", "http://\xff\xfe", "x" * 5000,
)  # fmt: skip
HOSTS = ("[", "]", "[::1", "[v1.x]", "a:b:c", "a:99999999x", "", " ", "%", "a b", "\xff", "[]", "[]:1", "x" * 5000)


def knock(application: Any, kind: str, **headers: str) -> list[Message]:
    """Open a connection with these headers, and return what is sent back."""
    sent: list[Message] = []
    scope = {
        "type": kind,
        "path": "/live/labs/shop",
        "query_string": b"",
        "method": "GET",
        "headers": [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()],
    }

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    run_aside(application(scope, receive, send))
    return sent


async def welcome(_scope: object, _receive: object, send: Any) -> None:
    """Answer as the application behind does."""
    await send({"type": "let in"})


@pytest.mark.parametrize("origin", PLACES)
def test_a_socket_of_a_malformed_origin_stays_closed(origin: str) -> None:
    """It is refused as any foreign origin is, before anything behind it is asked."""
    (answer,) = knock(SameOrigin(welcome), "websocket", origin=origin, host=HOST)
    assert (answer["type"], answer["code"]) == ("websocket.close", 4403)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_socket_of_this_very_origin_opens(scheme: str) -> None:
    """With and without TLS, which may end at a proxy before us."""
    assert knock(SameOrigin(welcome), "websocket", origin=f"{scheme}://{HOST}", host=HOST) == [{"type": "let in"}]


@pytest.mark.parametrize("host", HOSTS)
def test_a_socket_at_a_malformed_host_stays_closed(host: str) -> None:
    """Even if the Origin says the same."""
    (answer,) = knock(SameOrigin(welcome), "websocket", origin=f"http://{host}", host=host)
    assert answer["type"] == "websocket.close"


@pytest.mark.parametrize("host", [*HOSTS, f"lab-{'0' * 32}.localhost[", f"[lab-{'0' * 32}.localhost]", ".localhost"])
def test_a_malformed_host_names_no_program(host: str) -> None:
    """It goes to our own pages, which refuse it."""
    assert label_of(host) is None
    assert knock(ProgramRouter(welcome, Programs(most=1)), "http", host=host) == [{"type": "let in"}]


@pytest.mark.parametrize("header", ["Origin", "Referer"])
@pytest.mark.parametrize("value", PLACES)
@pytest.mark.parametrize("secure", [False, True])
def test_a_form_of_a_malformed_place_is_refused_in_words(
    learner: object, header: str, value: str, secure: bool
) -> None:
    """With 403 and a page, and never with a fault of ours."""
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(learner, backend="quintain.accounts.backends.PersonBackend")  # type: ignore[arg-type]
    answer = browser.post("/labs/shop/reset", secure=secure, headers={header: value})
    assert answer.status_code == 403
    assert "<html" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", "/labs/shop/fix/", "/no-such-page", "/signed-out/"])
def test_a_page_at_a_malformed_host_is_refused_in_words(page: Client, host: str, path: str) -> None:
    """400 and a page."""
    page.raise_request_exception = False
    answer = page.get(path, HTTP_HOST=host)
    assert answer.status_code in {400, 404}
    assert "<html" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", [*PLACES, "///evil.example", "/\\evil.example", "/\r\nSet-Cookie: a=b"])
def test_signing_in_leads_to_no_malformed_place(
    client: Client, learner: object, settings: Settings, wanted: str
) -> None:
    """What is no path of ours leads to the course."""
    client.raise_request_exception = False
    code = SignInCodes(settings.SIGN_IN_CODES).issue()
    answer = client.post("/sign-in/", {"next": wanted, "code": code})
    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).netloc == ""
    assert not answer["Location"].startswith(("//", "/\\"))


@pytest.mark.parametrize("address", ["http://[", "http://[::1", "//[", "http://[v1.x]/"])
def test_a_malformed_link_in_a_text_is_a_link_that_leaves(address: str) -> None:
    """The page that holds it is shown."""
    assert "noopener" in render_markdown(f"[read]({address})") or "<a" not in render_markdown(f"[read]({address})")


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running classroom with the whole course."""
    data = tmp_path_factory.mktemp("data")
    process = subprocess.Popen(
        command(data, "--port", "0"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    server = Server(process, data)
    assert process.stdout
    for line in process.stdout:
        if "/sign-in/" in line:
            server.link = line.strip()
        if "Ctrl-C" in line:
            break
    yield server
    process.kill()
    process.wait()
    process.stdout.close()


def ask(server: Server, path: bytes, *headers: bytes) -> int:
    """Send a request byte by byte as written, and return its status."""
    address = urlsplit(server.origin)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=20) as line:
        line.sendall(b"\r\n".join([b"GET " + path + b" HTTP/1.1", *headers, b"", b""]))
        answer = HTTPResponse(line)
        answer.begin()
        body = answer.read()
    assert b"Traceback" not in body
    return answer.status


@pytest.mark.sample(most=1)
@pytest.mark.parametrize("path", [b"/", b"//[", b"/live/labs/redos", b"/static/dist/manifest.json"])
def test_the_whole_server_refuses_without_a_fault_of_its_own(classroom: Server, path: bytes) -> None:
    """Pages, sockets and files, with one malformed header each; the server still answers afterwards."""
    host = urlsplit(classroom.origin).netloc.encode()
    upgrade = (
        b"Connection: Upgrade",
        b"Upgrade: websocket",
        b"Sec-WebSocket-Version: 13",
        b"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==",
    )
    extra = upgrade if b"live" in path else (b"Connection: close",)
    for place in PLACES:
        for header in (b"Origin", b"Referer"):
            line = header + b": " + place.encode("latin-1", "replace")
            assert ask(classroom, path, b"Host: " + host, line, *extra) < 500, line
    for value in HOSTS:
        assert ask(classroom, path, b"Host: " + value.encode("latin-1"), *extra) < 500, value
    assert ask(classroom, b"/healthz", b"Host: " + host, b"Connection: close") == 200
    assert re.match(r"http://", classroom.link)
