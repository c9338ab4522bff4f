"""Sockets open for pages of this very origin alone."""

from collections.abc import MutableMapping
from typing import Any

import pytest
from pytest_django import Settings

from quintain.web.origins import FORBIDDEN, SameOrigin
from tests.aside import run_aside

HOST = "class.example:8443"


def knock(scheme: str, origin: str, host: str = HOST, cookie: str = "") -> bool:
    """Tell whether a socket is let through that a page of an origin opens."""
    sent: list[MutableMapping[str, Any]] = []
    headers = [(b"origin", origin.encode()), (b"host", host.encode()), (b"cookie", cookie.encode())]

    async def welcome(_scope: object, _receive: object, send: Any) -> None:
        await send({"type": "websocket.accept"})

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    run_aside(SameOrigin(welcome)({"type": "websocket", "scheme": scheme, "headers": headers}, receive, send))
    assert sent in ([FORBIDDEN], [{"type": "websocket.accept"}])
    return sent != [FORBIDDEN]


@pytest.fixture(autouse=True)
def _hosts(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["class.example"]


@pytest.mark.parametrize(
    ("scheme", "origin", "opens"),
    [
        ("wss", f"https://{HOST}", True),
        ("wss", f"http://{HOST}", False),  # made by somebody who can change plain HTTP on the way
        ("ws", f"http://{HOST}", True),
        ("ws", f"https://{HOST}", True),  # behind a proxy that has ended TLS
        ("ws", "http://class.example:9443", False),
        ("ws", "http://class.example", False),
        ("ws", f"http://evil.example@{HOST}", False),
        ("ws", f"ftp://{HOST}", False),
        ("ws", HOST, False),
        ("ws", "null", False),
        ("ws", "", False),
    ],
)
def test_the_origin_is_the_host_with_its_port(scheme: str, origin: str, opens: bool) -> None:
    """And an encrypted socket is for encrypted pages."""
    assert knock(scheme, origin) == opens


def test_a_host_that_is_none_of_ours_has_no_sockets() -> None:
    """A page whose name leads here by a trick of the name's server is no page of ours (DNS rebinding)."""
    assert not knock("ws", "http://evil.example", "evil.example")
    assert not knock("ws", "http://", "")


def test_a_cookie_with_a_nul_opens_nothing() -> None:
    """Also as an octal escape, which is decoded later."""
    assert knock("ws", f"http://{HOST}", cookie="a=b")
    assert not knock("ws", f"http://{HOST}", cookie='a="\\000"')
