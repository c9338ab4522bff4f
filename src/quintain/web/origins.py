"""Lets sockets in from this very origin only: scheme, host and port as the browser sees them."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host

type Scope = MutableMapping[str, Any]  # ASGI's own type
type Receive = Callable[[], Awaitable[Scope]]
type Send = Callable[[Scope], Awaitable[None]]
type Application = Callable[[Scope, Receive, Send], Awaitable[None]]

SCHEMES = frozenset({"http", "https"})
FORBIDDEN = {"type": "websocket.close", "code": 4403}


class SameOrigin:
    """Refuses a socket whose Origin is not the host that it was opened at, or whose cookies hold a NUL.

    Cookies do not tell ports apart, so a page of another program on this machine would otherwise come with them.
    PostgreSQL takes no NUL, see ``web.middleware.NoNul``.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the socket on, or close it before it opens."""
        headers = dict(scope.get("headers", ()))
        origin, host = (headers.get(name, b"").decode("latin-1") for name in (b"origin", b"host"))
        cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
        has_nul = any("\0" in value for value in cookies.values())
        if host and _is_known(host) and _is_of(origin, host, scope) and not has_nul:
            await self.application(scope, receive, send)
        else:
            await send(dict(FORBIDDEN))


def _is_of(origin: str, host: str, scope: Scope) -> bool:
    """Tell whether an Origin header names the host; it is no URL, only scheme, host and port (RFC 6454, 7).

    An attacker who can change plain HTTP on the way can make a page of the same name without TLS. Such a page opens no
    encrypted socket.
    """
    scheme, _, authority = origin.partition("://")
    schemes = {"https"} if scope.get("scheme") == "wss" else SCHEMES
    return scheme in schemes and authority == host


def _is_known(host: str) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
