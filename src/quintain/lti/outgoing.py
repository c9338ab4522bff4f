"""Requests that the server itself makes to platforms: for their keys, for access, with scores, for lists of members.

The addresses come from an operator or from a signed message, and could still name what only this server reaches. So a
name is looked up here, each address that it has must be a public one, and the connection goes to that very address:
a second look-up could have another answer. An operator whose platform is in a private network says so by
``QUINTAIN_LTI_PRIVATE``. No request is redirected, goes through a proxy, or lasts longer than one deadline.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import httpx
from django.conf import settings

from quintain.accounts.sso.providers import is_allowed
from quintain.accounts.sso.requests import Unanswered, read_body, read_object
from quintain.web.addresses import is_public

SECONDS: Final = 5.0
MOST_BYTES: Final = 512 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``next_address`` is what the header ``Link`` names as the next page (RFC 8288)."""

    status: int
    body: bytes
    next_address: str = ""

    def json(self) -> dict[str, Any]:  # Any: JSON of somebody else, which its reader looks at
        """Return the JSON object in it.

        Raises:
            Unanswered: There is none.

        """
        return read_object(self.body)


def ask(
    address: str,
    *,
    form: Mapping[str, str] | None = None,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send a request, by POST if there is a form or a body, and return the answer, whatever its status.

    Raises:
        Unanswered: None came that can be used, or the address is one that no request may go to.

    """
    if not may_go_to(address):
        raise Unanswered("an address without TLS")
    try:
        return asyncio.run(_within_deadline(address, form, body, headers or {}))
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
        raise Unanswered(type(error).__name__) from None
    except UnicodeError:
        raise Unanswered("no host") from None


def may_go_to(address: str) -> bool:
    """Tell whether an address is one for requests: over TLS, or on this machine where the operator allows that."""
    return is_allowed(address) and (settings.LTI_PRIVATE or urlsplit(address).scheme == "https")


async def _within_deadline(
    address: str, form: Mapping[str, str] | None, body: bytes | None, headers: Mapping[str, str]
) -> Answer:
    async with (
        asyncio.timeout(SECONDS),
        httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False, verify=_context()) as client,
    ):
        parts = urlsplit(address)
        host = parts.hostname or ""
        pinned = await _address_of(host, parts.port or (443 if parts.scheme == "https" else 80))
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
            read = await read_body(response, MOST_BYTES)
            return Answer(response.status_code, read, response.links.get("next", {}).get("url", ""))
        finally:
            await response.aclose()


def _context() -> Any:  # an ssl.SSLContext, with the authorities that the environment names
    return httpx.create_ssl_context()


async def _address_of(host: str, port: int) -> str:
    """Return the address that a request goes to.

    Raises:
        Unanswered: The name has none, or one that is not public.

    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if not addresses:
        raise Unanswered("no address")
    if not settings.LTI_PRIVATE and not all(is_public(ipaddress.ip_address(each)) for each in addresses):
        raise Unanswered("an address in a private network")
    return addresses[0]
