"""Requests to platforms go to public addresses, once, and take neither long nor much."""

import socket
from http.server import BaseHTTPRequestHandler

import pytest
from pytest_django import Settings

from quintain.accounts.sso.kept_answers import MOST_PLACES
from quintain.lti import outgoing
from quintain.lti.outgoing import ask
from quintain.lti.platform_keys import KEY_SETS, KeySets
from quintain.web import outgoing as web_outgoing
from quintain.web.outgoing import Answer, Unanswered
from tests.lti.platforms import StubPlatform, say

pytestmark = pytest.mark.usefixtures("classroom")


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1:1/",
        "https://localhost:1/",
        "https://[::1]:1/",
        "https://0x7f000001:1/",
        "https://2130706433/",
    ],
)
def test_without_the_operators_word_no_private_address_is_asked(settings: Settings, address: str) -> None:
    """However it is written, and by whatever name."""
    settings.LTI_PRIVATE = False
    with pytest.raises(Unanswered, match=r"private network|gaierror"):
        ask(address)


@pytest.mark.parametrize(
    "address",
    ["http://school.example/", "http://127.0.0.1/", "ftp://school.example/", "file:///etc/passwd", "https://", "x", ""],
)
def test_without_tls_nothing_is_asked(settings: Settings, address: str) -> None:
    """Nor by another protocol."""
    settings.LTI_PRIVATE = False
    with pytest.raises(Unanswered, match="without TLS"):
        ask(address)


def test_the_name_is_looked_up_once(settings: Settings, monkeypatch: pytest.MonkeyPatch, stub: StubPlatform) -> None:
    """A second answer of the name's server, which names this machine, is not asked for (DNS rebinding)."""
    port = int(stub.issuer.rpartition(":")[2])
    answers = [["127.0.0.1"], ["169.254.169.254"]]
    looked_up: list[str] = []

    def resolve(host: str, *_: object, **__: object) -> object:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(web_outgoing, "is_allowed", lambda _address: True)
    assert ask(f"http://school.example:{port}/keys").status == 200
    assert looked_up == ["school.example"]
    settings.LTI_PRIVATE = False
    answers[:] = [["93.184.216.34", "10.0.0.1"]]
    with pytest.raises(Unanswered, match="private"):
        ask(f"https://school.example:{port}/keys")


def test_a_redirect_is_not_followed(stub: StubPlatform) -> None:
    """It would go round the look at the address."""

    def redirect(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/keys")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    stub.raw["/moved"] = redirect
    assert ask(f"{stub.issuer}/moved").status == 302
    assert stub.asked == ["/moved"]


def test_an_answer_that_is_too_large_is_none(stub: StubPlatform) -> None:
    """Half a megabyte is enough for any list."""
    stub.raw["/large"] = lambda handler: say(handler, "x" * (outgoing.MOST_BYTES + 1))
    with pytest.raises(Unanswered, match="too large"):
        ask(f"{stub.issuer}/large")


def test_an_answer_that_does_not_end_is_none(stub: StubPlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    """One deadline is for all of it."""
    monkeypatch.setattr(outgoing, "SECONDS", 0.3)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b" ")
                handler.wfile.flush()
        except OSError:
            return

    stub.raw["/slow"] = drip
    monkeypatch.setattr(outgoing, "MOST_BYTES", 2**40)
    with pytest.raises(Unanswered):
        ask(f"{stub.issuer}/slow")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_none(body: bytes) -> None:
    """However deep it is."""
    with pytest.raises(Unanswered):
        Answer(200, body).json()


def test_keys_are_kept_for_an_hour_and_a_failure_for_seconds(stub: StubPlatform) -> None:
    """So that launches cost the platform little, and one that is away holds up nobody."""
    now = [0.0]
    kept = KeySets(now=lambda: now[0])
    address = f"{stub.issuer}/keys"
    for at in (0.0, 100.0, 3599.0):
        now[0] = at
        assert kept.of(address)
    assert stub.asked.count("/keys") == 1
    now[0] = 3601.0
    kept.of(address)
    assert stub.asked.count("/keys") == 2
    stub.raw["/keys"] = lambda handler: handler.send_error(500)
    now[0] = 8000.0
    for _ in range(5):
        with pytest.raises(Unanswered):
            kept.of(address)
    assert stub.asked.count("/keys") == 3
    del stub.raw["/keys"]
    now[0] = 8011.0
    assert kept.of(address)


def test_keys_of_many_platforms_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory that they take is bounded."""
    monkeypatch.setattr("quintain.lti.platform_keys._fetch", lambda _address: [])
    for number in range(MOST_PLACES + 20):
        KEY_SETS.of(f"https://school-{number}.example/keys")
    assert len(KEY_SETS._places) == MOST_PLACES


@pytest.mark.parametrize("keys", [{"keys": "x"}, {}, {"keys": [{}] * 51}])
def test_a_list_of_keys_that_is_none_is_refused(stub: StubPlatform, keys: dict[str, object]) -> None:
    """Nor is one with more keys than a platform has."""
    stub.raw["/keys"] = lambda handler: say(handler, keys)
    with pytest.raises(Unanswered, match="no list of keys"):
        KeySets().of(f"{stub.issuer}/keys")
