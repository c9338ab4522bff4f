"""``/healthz``, answered in the event loop: it must tell that pages wait, and so may not wait with them."""

import asyncio
import json
from collections.abc import Callable
from typing import Final

from quintain.web.health import TROUBLES, Finding, Health, Part, State
from quintain.web.origins import Receive, Scope, Send

PATH: Final = "/healthz"
PATIENCE_SECONDS: Final = 1.0
LEAVING: Final = "leaving"


class HealthPage:
    """Answers 200 if data folder and database can be written, and else 503 with the part, a sentence, what to do.

    A server that ``is_leaving`` answers 503 as well: pages still come, and a proxy shall send new requests elsewhere.
    """

    def __init__(self, health: Health, is_leaving: Callable[[], bool] = lambda: False) -> None:
        self._health = health
        self._is_leaving = is_leaving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer within a second."""
        del receive  # there is nothing to read
        if scope["method"] not in {"GET", "HEAD"}:
            await _answer(send, 405, {"error": "This address takes GET only."})
            return
        if self._is_leaving():
            await _answer(send, 503, {"status": LEAVING, "error": "The server is being stopped."})
            return
        finding = await self._find()
        facts = {"status": finding.state.value}
        if finding.part is not None:
            trouble = TROUBLES[finding]
            facts |= {"part": finding.part.value, "error": trouble.sentence, "remedy": trouble.remedy}
        await _answer(send, 200 if finding.part is None else 503, facts)

    async def _find(self) -> Finding:
        asking = asyncio.shield(asyncio.wrap_future(self._health.ask()))
        try:
            return await asyncio.wait_for(asking, PATIENCE_SECONDS)
        except TimeoutError:
            return Finding(State.BUSY, Part.DATABASE)


async def _answer(send: Send, status: int, facts: dict[str, str]) -> None:
    body = json.dumps(facts).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
