"""Requests that the server itself makes, to the provider of single sign-on and to nobody else.

Each has one deadline for all of it, a limit on its size, and goes over TLS, or to this machine. None is redirected.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final

import httpx

from quintain.web.addresses import is_allowed
from quintain.web.outgoing import Unanswered, read_body, read_object

SECONDS: Final = 5.0
MOST_BYTES: Final = 256 * 1024
MOST_KEYS: Final = 50
OK: Final = 200


def fetch_json(
    address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the JSON object that an address answers; with a form, it is sent by POST.

    Raises:
        Unanswered: There is none.

    """
    if not is_allowed(address):
        raise Unanswered("an address without TLS")
    try:
        body = asyncio.run(_within_deadline(address, form, headers))
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
        raise Unanswered(type(error).__name__) from None
    except ValueError:  # an address or a header that cannot be sent
        raise Unanswered("no request") from None
    return read_object(body)


def read_keys(document: Mapping[str, Any]) -> Sequence[Any]:
    """Return the keys of a JWK Set (RFC 7517), which their reader looks at one by one.

    Raises:
        Unanswered: There is no list of them, or more than 50.

    """
    keys = document.get("keys")
    if not isinstance(keys, list) or len(keys) > MOST_KEYS:
        raise Unanswered("no list of keys")
    return keys


async def _within_deadline(address: str, form: Mapping[str, str] | None, headers: Mapping[str, str] | None) -> bytes:
    """Read an answer before one deadline: a timeout for each read would let a slow server go on without end."""
    async with asyncio.timeout(SECONDS), httpx.AsyncClient(timeout=SECONDS, follow_redirects=False) as client:
        request = client.build_request(
            "GET" if form is None else "POST",
            address,
            data=dict(form) if form is not None else None,
            headers={"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})},
        )
        response = await client.send(request, stream=True)
        try:
            if response.status_code != OK:
                raise Unanswered(f"status {response.status_code}")
            return await read_body(response, MOST_BYTES)
        finally:
            await response.aclose()
