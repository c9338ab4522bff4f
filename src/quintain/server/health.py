"""``/healthz``, answered in the event loop: it must tell that pages wait, and so may not wait with them."""

import asyncio
import json
from typing import Final

from quintain.web.health import TROUBLES, Health, State
from quintain.web.origins import Receive, Scope, Send

PATH: Final = "/healthz"
PATIENCE_SECONDS: Final = 1.0


class HealthPage:
    """Answers 200 if the database can be read and written, and else 503 with a sentence and what to do."""

    def __init__(self, health: Health | None = None) -> None:
        self._health = health or Health()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer within a second."""
        del receive  # there is nothing to read
        if scope["method"] not in {"GET", "HEAD"}:
            await _answer(send, 405, {"error": "This address takes GET only."})
            return
        state = await self._state()
        trouble = TROUBLES.get(state)
        facts = {"error": trouble.sentence, "remedy": trouble.remedy} if trouble else {}
        await _answer(send, 503 if trouble else 200, {"status": state.value, **facts})

    async def _state(self) -> State:
        asking = asyncio.shield(asyncio.wrap_future(self._health.ask()))
        try:
            return await asyncio.wait_for(asking, PATIENCE_SECONDS)
        except TimeoutError:
            return State.BUSY


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
