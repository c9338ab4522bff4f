"""The socket of a wall: tells which seats have changed, and listens to nothing."""

import asyncio
import json
from typing import Final, override

from quintain.cohorts.consumers import ClassSocket
from quintain.cohorts.permissions import SEE_CLASS
from quintain.dashboards import news

FIRST_SECONDS: Final = 0.05
"""What one act changes in several rows is told at once."""
GATHER_SECONDS: Final = 0.3


class WallSocket(ClassSocket):
    """Sends ``{"seats": [3, 5]}`` to instructors of the class; 0 is every seat.

    A change is sent at once; what comes within 0.3 seconds after it is sent as one message. So twelve busy students
    make three messages a second at most.
    """

    permission = SEE_CLASS
    is_watching = False
    _sending: asyncio.Task[None] | None = None

    @override
    async def connect(self) -> None:
        """Ask who comes."""
        self._changed: set[int] = set()
        await super().connect()

    @override
    async def begin(self) -> None:
        """Join the class's group, and have the page ask for all that happened before."""
        await self.join(news.group_name(self.class_id))
        news.open_wall(self.class_id)
        self.is_watching = True
        await self.catch_up()

    @override
    async def catch_up(self) -> None:
        """Have the page ask for all seats."""
        await self.send(json.dumps({"seats": [news.ALL_SEATS]}))

    @override
    async def let_go(self) -> None:
        """Send nothing more, and watch no more."""
        if self._sending is not None:
            self._sending.cancel()
        if self.is_watching:
            self.is_watching = False
            news.close_wall(self.class_id)
        await super().let_go()

    @override
    async def live_message(self, event: dict[str, str]) -> None:
        """Gather what changed for a moment."""
        self._changed.update(json.loads(event["text"])["seats"])
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send_soon())

    async def _send_soon(self) -> None:
        while self._changed:  # what comes while a message is on its way makes the next one
            await asyncio.sleep(FIRST_SECONDS)
            changed, self._changed = sorted(self._changed), set()
            await self.send(json.dumps({"seats": [news.ALL_SEATS] if news.ALL_SEATS in changed else changed}))
            await asyncio.sleep(GATHER_SECONDS)
