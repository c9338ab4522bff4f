"""What proxies say of a request, and what anybody else says in their name."""

from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.server.forwarded import Forwarded, client_of, read_address
from tests.aside import run_aside

URL = "https://class.example.org"
Seen = dict[str, Any]


def ask(
    headers: list[tuple[str, str]],
    *,
    peer: str = "10.0.0.5",
    proxies: tuple[str, ...] = ("10.0.0.0/28",),
    url: str = URL,
    scheme: str = "http",
    kind: str = "http",
    path: str = "/labs/",
) -> tuple[Seen | None, list[Seen]]:
    """Ask, and return what came through, and what was answered before that."""
    through: list[Seen] = []
    answers: list[Seen] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        through.append(scope)

    async def send(message: Any) -> None:
        answers.append(message)

    async def receive() -> Any:
        return {}

    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    scope = {
        "type": kind, "scheme": scheme, "client": (peer, 4711), "headers": raw, "method": "GET",
        "path": path, "raw_path": path.encode(), "query_string": b"a=1",
    }  # fmt: skip
    run_aside(Forwarded(inner, proxies, url, "labs.example.net")(scope, receive, send))
    return (through[0] if through else None), answers


TOLD = [
    ("host", "127.0.0.1:8132"),
    ("x-forwarded-host", "class.example.org"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-for", "203.0.113.9"),
]


def test_a_trusted_proxy_is_believed() -> None:
    """Client, scheme and host are those of the browser; the headers themselves are gone."""
    seen, _ = ask(TOLD)
    assert seen
    assert seen["client"] == ("203.0.113.9", 0)
    assert seen["scheme"] == "https"
    assert seen["headers"] == [(b"host", b"class.example.org")]
    socket, _ = ask(TOLD, kind="websocket", scheme="ws")
    assert socket
    assert socket["scheme"] == "wss"


@pytest.mark.parametrize("proxies", [("10.0.0.0/28",), ()])
def test_nobody_else_is_believed(proxies: tuple[str, ...]) -> None:
    """Over TLS, the request passes as what it is; nothing of what it says is left."""
    seen, _ = ask(
        [*TOLD, ("forwarded", "for=1.2.3.4"), ("x-real-ip", "1.2.3.4")],
        peer="203.0.113.77",
        proxies=proxies,
        scheme="https",
    )
    assert seen
    assert seen["client"][0] == "203.0.113.77"
    assert seen["headers"] == [(b"host", b"127.0.0.1:8132")]


def test_plain_http_is_sent_to_the_public_address_and_never_answered() -> None:
    """Whoever says that it was encrypted, if it is not a proxy; and what a proxy says was plain."""
    for peer, told in (("203.0.113.77", TOLD), ("10.0.0.5", [*TOLD, ("x-forwarded-proto", "http")])):
        seen, answers = ask(told, peer=peer)
        assert seen is None
        assert answers[0]["status"] == 308
        assert (b"location", b"https://class.example.org/labs/?a=1") in answers[0]["headers"]
        seen, answers = ask(told, peer=peer, kind="websocket", scheme="ws")
        assert seen is None
        assert answers == [{"type": "websocket.close", "code": 4403}]


def test_a_proxy_that_says_too_little_is_told_so() -> None:
    """No scheme, no host or that of another site: an operator's mistake, in words."""
    for left_out in ("x-forwarded-proto", "x-forwarded-host"):
        seen, answers = ask([each for each in TOLD if each[0] != left_out])
        assert seen is None
        assert answers[0]["status"] == 502
        assert b"have it send" in answers[1]["body"]
    for host in (
        "evil.example",
        "class.example.org@evil.example",
        "class.example.org.",
        "x" * 9000,
        "lab-1.labs.example.net.evil",
        "evil-labs.example.net",
        "labs.example.net",
    ):
        seen, answers = ask([*TOLD, ("x-forwarded-host", host)])
        assert seen is None
        assert answers[0]["status"] == 502


def test_programs_have_their_own_hosts_behind_a_proxy() -> None:
    """Such a host is no host of the classroom, and is passed on as it is."""
    seen, _ = ask([*TOLD, ("x-forwarded-host", "lab-0.labs.example.net")])
    assert seen
    assert seen["headers"] == [(b"host", b"lab-0.labs.example.net")]


def test_the_health_page_needs_no_proxy() -> None:
    """A monitor on the machine asks it without TLS."""
    seen, _ = ask([("host", "127.0.0.1:8132")], peer="127.0.0.1", path="/healthz")
    assert seen


def test_solo_mode_is_as_it_was() -> None:
    """No public address: plain HTTP is answered, and no header is believed."""
    seen, _ = ask(TOLD, proxies=(), url="")
    assert seen
    assert (seen["scheme"], seen["client"][0]) == ("http", "10.0.0.5")


@pytest.mark.parametrize(
    ("hops", "client"),
    [
        (["203.0.113.9"], "203.0.113.9"),
        (["1.2.3.4", "203.0.113.9"], "203.0.113.9"),  # the first is what the client wrote
        (["1.2.3.4", "203.0.113.9", "10.0.0.7"], "203.0.113.9"),
        (["10.0.0.9", "10.0.0.7"], "10.0.0.9"),  # a request of a proxy's own
        (["203.0.113.9:4711"], "203.0.113.9"),
        (["[2001:db8::1]:4711"], "2001:db8::1"),
        (["::ffff:203.0.113.9"], "203.0.113.9"),
        (["1.2.3.4", "unknown"], None),
        (["1.2.3.4", "<script>"], None),
        ([], None),
    ],
)
def test_the_client_is_the_last_that_no_proxy_vouches_against(hops: list[str], client: str | None) -> None:
    """What stands further left was written by the client and is never read."""
    network = ip_network("10.0.0.0/28")
    found = client_of(hops, lambda address: address in network)
    assert (str(found) if found else None) == client


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(text: str) -> None:
    """The parser never raises."""
    found = read_address(text)
    assert found is None or ip_address(str(found)) == found
