"""Sockets of what lives in one cell: led to that cell, and closed when it has lost their class."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from channels.db import database_sync_to_async
from django.db import DatabaseError

from quintain.cells.cookies import header_for, named_in
from quintain.cells.errors import Moved
from quintain.cells.ownership import Hold
from quintain.cells.this_cell import THIS_CELL, holds_lost, watch
from quintain.web.origins import Application, Receive, Scope, Send

log = logging.getLogger(__name__)

MOVED: Final = 4421
"""The code that sends a page to another cell: the page opens its socket again, after a pause that grows."""

type Find = Callable[[Scope], Awaitable[UUID | None]]


@dataclass(eq=False, slots=True)
class Line:
    """A socket that was let in for a hold."""

    hold: Hold
    send: Send
    has_moved: asyncio.Event = field(default_factory=asyncio.Event)
    is_closed: bool = False

    async def pass_on(self, message: Scope) -> None:
        """Send what the application says, unless the line is closed."""
        if self.is_closed:
            return
        self.is_closed = message["type"] == "websocket.close"
        await self.send(message)

    async def move(self) -> None:
        """Close it, and let the application go."""
        if not self.is_closed:
            self.is_closed = True
            with contextlib.suppress(OSError, RuntimeError):  # it is down already
                await self.send({"type": "websocket.close", "code": MOVED})
        self.has_moved.set()

    async def hear(self, receive: Receive) -> Scope:
        """Return what the browser says next; when it was sent away, that it has gone."""
        moving = asyncio.ensure_future(self.has_moved.wait())
        hearing = asyncio.ensure_future(receive())
        try:
            await asyncio.wait((moving, hearing), return_when=asyncio.FIRST_COMPLETED)
            if self.has_moved.is_set():
                return {"type": "websocket.disconnect", "code": MOVED}
            return hearing.result()
        finally:
            for each in (moving, hearing):
                each.cancel()


_lines: Final[set[Line]] = set()  # used in the event loop alone


class InCell:
    """Wraps a socket's application, and lets a browser in at the cell that has the partition alone.

    ``find`` returns the partition, by a scope with the person and the arguments of the address; None where the
    application itself has a reason to refuse.
    """

    def __init__(self, inner: Application, find: Find) -> None:
        self._inner = inner
        self._find = find

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a socket in, or say where to go."""
        partition = None
        try:
            partition = await self._find(scope)
            hold = None if partition is None else await database_sync_to_async(THIS_CELL.take)(partition)
        except (Moved, DatabaseError) as why:
            if isinstance(why, DatabaseError):
                log.exception("whose a socket is could not be asked, so it is sent away")
            await _turn_away(scope, receive, send, partition)
            return
        if hold is None:
            await self._inner(scope, receive, send)
            return
        line = Line(hold, _naming(scope, send))
        _lines.add(line)
        try:
            await self._inner(scope, lambda: line.hear(receive), line.pass_on)
        finally:
            _lines.discard(line)


def _naming(scope: Scope, send: Send) -> Send:
    """Return ``send`` that names this cell to a browser which has come here by another name."""
    if named_in(scope["headers"]) == THIS_CELL.name:
        return send

    async def name(message: Scope) -> None:
        if message["type"] == "websocket.accept":
            headers = [*message.get("headers", ()), header_for(THIS_CELL.name)]
            message = {**message, "headers": headers}
        await send(message)

    return name


async def _turn_away(scope: Scope, receive: Receive, send: Send, partition: UUID | None) -> None:
    """Close it with the code, after the only answer of a socket that can bring a cookie."""
    await receive()
    named = named_in(scope["headers"])
    cell = named if partition is None else THIS_CELL.where(partition, named)
    headers = [header_for(cell)] if cell != named else []
    await send({"type": "websocket.accept", "subprotocol": None, "headers": headers})
    await send({"type": "websocket.close", "code": MOVED})


async def _close_lost(**_: object) -> None:
    for line in [each for each in _lines if not THIS_CELL.has(each.hold)]:
        await line.move()


watch(lambda: [line.hold for line in _lines])
holds_lost.connect(_close_lost)
