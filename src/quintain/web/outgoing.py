"""Requests that the server itself makes to addresses that somebody has entered or a message has named. Knows no Django.

Such an address could name what only this server reaches. So a name is looked up here, each address that it has must be
a public one, and the connection goes to that very address: a second look-up could have another answer. No request is
redirected, goes through a proxy, or lasts longer than one deadline.
"""

import asyncio
import ipaddress
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import httpx

from quintain.web.addresses import is_allowed, is_public

HTTPS_PORT: Final = 443
HTTP_PORT: Final = 80


class Unanswered(Exception):  # noqa: N818  what happened
    """No answer came that can be used: too late, too large, of another kind, or none."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may take: ``seconds`` in all, and ``most_bytes`` of an answer.

    ``may_be_private`` also lets it go to private networks, and without TLS to this machine. A larger answer is refused,
    or with ``is_cut`` read so far.
    """

    seconds: float
    most_bytes: int
    may_be_private: bool = False
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    ``next_address`` is what the header ``Link`` names as the next page (RFC 8288), ``retry_after`` what the header of
    this name says (RFC 9110, 10.2.3); both may be empty.
    """

    status: int
    body: bytes
    next_address: str = ""
    retry_after: str = ""

    def json(self) -> dict[str, Any]:  # Any: JSON of somebody else, which its reader looks at
        """Return the JSON object in it.

        Raises:
            Unanswered: There is none.

        """
        return read_object(self.body)


def ask(
    address: str,
    limits: Limits,
    *,
    form: Mapping[str, str] | None = None,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send a request, by POST if there is a form or a body, and return the answer, whatever its status.

    Raises:
        Unanswered: None came that can be used, or the address is one that no request may go to.

    """
    if not may_go_to(address, may_be_private=limits.may_be_private):
        raise Unanswered("an address without TLS")
    try:
        return asyncio.run(_within_deadline(address, limits, form, body, headers or {}))
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
        raise Unanswered(type(error).__name__) from None
    except UnicodeError:
        raise Unanswered("no host") from None


def may_go_to(address: str, *, may_be_private: bool) -> bool:
    """Tell whether an address is one for requests: over TLS, or on this machine where that is allowed."""
    return is_allowed(address) and (may_be_private or urlsplit(address).scheme == "https")


def read_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object that an answer is.

    Raises:
        Unanswered: It is none.

    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Unanswered("no JSON") from None
    if not isinstance(value, dict):
        raise Unanswered("no JSON object")
    return value


async def read_body(response: httpx.Response, most_bytes: int, *, is_cut: bool = False) -> bytes:
    """Read an answer that is streamed, up to a limit; if ``is_cut``, what comes after it is not read.

    Raises:
        Unanswered: It is larger, or compressed: then it could be small on the way and huge in memory.

    """
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise Unanswered("compressed, without being asked to be")
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > most_bytes:
            if is_cut:
                return bytes(body[:most_bytes])
            raise Unanswered("too large")
    return bytes(body)


async def _within_deadline(
    address: str, limits: Limits, form: Mapping[str, str] | None, body: bytes | None, headers: Mapping[str, str]
) -> Answer:
    async with (
        asyncio.timeout(limits.seconds),
        httpx.AsyncClient(
            timeout=limits.seconds, follow_redirects=False, trust_env=False, verify=httpx.create_ssl_context()
        ) as client,
    ):
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = parts.port or (HTTPS_PORT if parts.scheme == "https" else HTTP_PORT)
        pinned = await _address_of(host, port, may_be_private=limits.may_be_private)
        netloc = f"[{pinned}]" if ":" in pinned else pinned
        request = client.build_request(
            "GET" if form is None and body is None else "POST",
            urlunsplit(parts._replace(netloc=f"{netloc}:{parts.port}" if parts.port else netloc)),
            data=dict(form) if form is not None else None,
            content=body,
            headers={
                "Accept": "application/json",
                **headers,
                "Host": parts.netloc,
                "Accept-Encoding": "identity",
                "User-Agent": "Quintain",
            },
            extensions={"sni_hostname": host},  # whose certificate it must be
        )
        response = await client.send(request, stream=True)
        try:
            read = await read_body(response, limits.most_bytes, is_cut=limits.is_cut)
            return Answer(
                response.status_code,
                read,
                next_address=response.links.get("next", {}).get("url", ""),
                retry_after=response.headers.get("Retry-After", ""),
            )
        finally:
            await response.aclose()


async def _address_of(host: str, port: int, *, may_be_private: bool) -> str:
    """Return the address that a request goes to.

    Raises:
        Unanswered: The name has none, or one that is not public.

    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if not addresses:
        raise Unanswered("no address")
    if not may_be_private and not all(is_public(ipaddress.ip_address(each)) for each in addresses):
        raise Unanswered("an address in a private network")
    return addresses[0]
