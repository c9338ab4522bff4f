"""Lets sockets in from this very origin only: scheme, host and port as the browser sees them."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

type Scope = MutableMapping[str, Any]  # ASGI's own type
type Receive = Callable[[], Awaitable[Scope]]
type Send = Callable[[Scope], Awaitable[None]]
type Application = Callable[[Scope, Receive, Send], Awaitable[None]]

FORBIDDEN = {"type": "websocket.close", "code": 4403}


class SameOrigin:
    """Refuses a socket whose Origin is not the host that it was opened at.

    Cookies do not tell ports apart, so a page of another program on this machine would otherwise come with them.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the socket on, or close it before it opens."""
        headers = dict(scope.get("headers", ()))
        origin, host = (headers.get(name, b"").decode("latin-1") for name in (b"origin", b"host"))
        if host and _is_known(host) and urlsplit(origin).netloc == host:
            await self.application(scope, receive, send)
        else:
            await send(dict(FORBIDDEN))


def _is_known(host: str) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
