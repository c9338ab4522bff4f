"""Requests that the server itself makes, to the provider of single sign-on and to nobody else.

Each has one deadline for all of it, a limit on its size, and goes over TLS, or to this machine. None is redirected.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final

import httpx

from quintain.accounts.sso.providers import is_allowed

SECONDS: Final = 5.0
MOST_BYTES: Final = 256 * 1024
OK: Final = 200


class Unanswered(Exception):  # noqa: N818  what happened
    """No answer came that can be used: too late, too large, of another kind, or none."""


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
        answer = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
        raise Unanswered(type(error).__name__) from None
    except (ValueError, RecursionError):
        raise Unanswered("no JSON") from None
    if not isinstance(answer, dict):
        raise Unanswered("no JSON object")
    return answer


async def _within_deadline(address: str, form: Mapping[str, str] | None, headers: Mapping[str, str] | None) -> bytes:
    """Read an answer before one deadline: a timeout for each read would let a slow server go on without end."""
    async with asyncio.timeout(SECONDS), httpx.AsyncClient(timeout=SECONDS, follow_redirects=False) as client:
        request = client.build_request(
            "GET" if form is None else "POST",
            address,
            data=dict(form) if form is not None else None,
            # What is compressed could be small on the way and huge in memory.
            headers={"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})},
        )
        response = await client.send(request, stream=True)
        try:
            if response.status_code != OK:
                raise Unanswered(f"status {response.status_code}")
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise Unanswered("compressed, without being asked to be")
            body = bytearray()
            async for part in response.aiter_raw():
                body += part
                if len(body) > MOST_BYTES:
                    raise Unanswered("too large")
            return bytes(body)
        finally:
            await response.aclose()
