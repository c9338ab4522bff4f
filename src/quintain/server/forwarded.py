"""What a proxy says of a request, believed of the proxies that the operator has named and of nobody else.

In a classroom all headers of this kind are taken off each request, so that nothing behind this point can believe them
by mistake. Solo mode has no proxy, and believes none of them.
"""

import logging
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from quintain.web.origins import FORBIDDEN, Application, Receive, Scope, Send

log = logging.getLogger(__name__)

OPEN_TO_ALL: Final = frozenset({"/healthz"})
DEFAULT_PORTS: Final = {"https": ":443", "http": ":80"}

type Address = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network
type Headers = list[tuple[bytes, bytes]]
type Trusts = Callable[[Address], bool]


class Forwarded:
    """Is called first. Where the classroom has a public address, what did not come encrypted is not answered.

    ``proxies`` are addresses or networks. ``url`` is the public address, and empty in solo mode. ``lab_domain`` is the
    domain below which programs are shown.
    """

    def __init__(self, inner: Application, proxies: Iterable[str], url: str, lab_domain: str = "") -> None:
        self._inner = inner
        self._proxies: list[Network] = [ip_network(each) for each in proxies]
        self._url = url
        self._authority = urlsplit(url).netloc
        self._lab_domain = lab_domain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set right who asks and how, and pass the request on."""
        if scope["type"] not in {"http", "websocket"} or not self._url:
            await self._inner(scope, receive, send)
            return
        headers = scope["headers"]
        scope["headers"] = [(name, value) for name, value in headers if not _is_forwarded(name)]
        peer = read_address(str((scope.get("client") or ("",))[0]))
        trouble = ""
        if peer is not None:
            scope["client"] = (str(peer), scope["client"][1])
            if self._trusts(peer):
                trouble = self._believe(scope, headers)
        if not trouble and (scope["scheme"] in {"https", "wss"} or scope["path"] in OPEN_TO_ALL):
            await self._inner(scope, receive, send)
        elif scope["type"] == "websocket":
            await send(dict(FORBIDDEN))
        else:
            await self._refuse(scope, send, trouble)

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._proxies)

    def _believe(self, scope: Scope, headers: Headers) -> str:
        """Take over what a proxy says; return what is wrong with it."""
        client = client_of(values_of(headers, b"x-forwarded-for"), self._trusts)
        if client is not None:
            scope["client"] = (str(client), 0)
        if scope["path"] in OPEN_TO_ALL:
            return ""
        scheme = (values_of(headers, b"x-forwarded-proto") or [""])[-1].lower()
        if scheme not in {"http", "https", "ws", "wss"}:
            return "The proxy does not say whether the request was encrypted: have it send X-Forwarded-Proto."
        is_secure = scheme in {"https", "wss"}
        plain, secure = ("ws", "wss") if scope["type"] == "websocket" else ("http", "https")
        scope["scheme"] = secure if is_secure else plain
        return self._believe_host(scope, headers) if is_secure else ""

    def _believe_host(self, scope: Scope, headers: Headers) -> str:
        hosts = values_of(headers, b"x-forwarded-host")[-1:] or values_of(headers, b"host")
        host = hosts[0].removesuffix(DEFAULT_PORTS["https"]) if len(hosts) == 1 else ""
        domain = host.partition(":")[0].lower()
        is_program = bool(self._lab_domain) and domain.endswith(f".{self._lab_domain}")
        if host != self._authority and not is_program:
            log.error("a proxy passed on a host that is not that of --url")
            return "The proxy does not pass on the host of the classroom: have it send Host or X-Forwarded-Host."
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"host"]
        scope["headers"].append((b"host", host.encode("latin-1")))
        return ""

    async def _refuse(self, scope: Scope, send: Send, trouble: str) -> None:
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
        if trouble:
            status, words = 502, f"{trouble}\n"
        elif scope["method"] in {"GET", "HEAD"}:
            query = b"?" + scope["query_string"] if scope["query_string"] else b""
            headers.append((b"location", self._url.encode() + scope["raw_path"] + query))
            status, words = 308, ""
        else:
            status, words = 403, f"This classroom is encrypted. Open {self._url}/\n"
        body = words.encode()
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def client_of(hops: list[str], trusts: Trusts) -> Address | None:
    """Return the client that X-Forwarded-For names: the last address that no trusted proxy has.

    Each proxy adds the address that it was asked from, so all that is further left was written by the client. None if
    there is no such address, or if something else is in its place.
    """
    address = None
    for hop in reversed(hops):
        address = read_address(hop)
        if address is None or not trusts(address):
            return address
    return address


def read_address(text: str) -> Address | None:
    """Read an address, with or without a port; an IPv4 address in IPv6 form is an IPv4 address."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def values_of(headers: Headers, name: bytes) -> list[str]:
    """Return the values of a header that is a list, in their order, over all its lines."""
    lines = [value.decode("latin-1") for key, value in headers if key == name]
    return [part for line in lines for each in line.split(",") if (part := each.strip())]


def _is_forwarded(name: bytes) -> bool:
    return name.startswith(b"x-forwarded-") or name in {b"forwarded", b"x-real-ip"}
