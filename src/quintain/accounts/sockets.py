"""Sockets of people who are signed in: each ends with its session, and as long as one is open its person is here."""

import contextlib
import logging
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID
from weakref import WeakSet

from channels.db import database_sync_to_async
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils.translation import gettext

from quintain.accounts import activity, factors, presence, sessions
from quintain.accounts.models import User

log = logging.getLogger(__name__)

SIGNED_OUT = 4401
OTHER_PERSON = 4403
NOT_FOUND = 4404
MALFORMED = 4400
REFUSALS = frozenset({SIGNED_OUT, OTHER_PERSON, NOT_FOUND})
MOST_SOCKETS: Final = 24
"""How many sockets one person may have open: for about as many tabs. Fifteen who do so fit into the server's limit of
connections, and sockets, unlike pages, never give way to others."""
ACTED_SECONDS = 30.0
"""How often what is typed into a terminal is noted as activity."""


class PersonsSocket(AsyncWebsocketConsumer):
    """A socket of one person. A subclass asks in ``connect`` who comes, and lets them in."""

    person: User
    session = ""
    """The key of the session that it was opened with."""
    is_let_in = False
    counted: UUID | None = None
    """Whose socket this is counted as."""

    async def websocket_connect(self, message: Any) -> None:
        """Refuse somebody who has too many sockets already, before one more is opened."""
        person = getattr(self.scope.get("user"), "pk", None)
        if person is not None:
            if _count[person] >= MOST_SOCKETS:
                await self._refuse(429, gettext("You have too many tabs open. Close some, then reload this page."))
                raise StopConsumer
            _count[person] += 1
            self.counted = person
        await super().websocket_connect(message)

    async def _refuse(self, status: int, sentence: str) -> None:
        """Answer as to a request for a page, where the server can; else without a reason."""
        self._note(status)
        if "websocket.http.response" not in (self.scope.get("extensions") or {}):
            await self.close()
            return
        head = [(b"content-type", b"text/plain; charset=utf-8")]
        send: Any = self.base_send  # channels' type leaves these two messages out
        await send({"type": "websocket.http.response.start", "status": status, "headers": head})
        await send({"type": "websocket.http.response.body", "body": f"{sentence}\n".encode()})

    _acted_at = -ACTED_SECONDS

    async def let_in(self, person: User) -> None:
        """Let a person in who may come, unless they must set up a second factor first."""
        if await database_sync_to_async(factors.is_missing)(person, self.scope.get("session") or {}):
            await self.close(SIGNED_OUT)
            return
        self.person, self.is_let_in = person, True
        self.session = getattr(self.scope.get("session"), "session_key", None) or ""
        _open.add(self)
        await database_sync_to_async(presence.arrive)(person.pk)
        await self.begin()

    async def websocket_receive(self, message: Any) -> None:
        """Hear nobody who was sent away, and may still speak until the line is down. What is said keeps the session."""
        if self.is_let_in:
            if (now := time.monotonic()) - self._acted_at >= ACTED_SECONDS:
                self._acted_at = now
                await database_sync_to_async(activity.note_act)(self.scope.get("session"), self.person)
            await super().websocket_receive(message)

    async def websocket_disconnect(self, message: Any) -> None:
        """Note that the person has one page less open."""
        if self.counted is not None:
            _count[self.counted] -= 1
            if _count[self.counted] <= 0:
                del _count[self.counted]
            self.counted = None
        if hasattr(self, "person"):
            await database_sync_to_async(presence.leave)(self.person.pk)
        await super().websocket_disconnect(message)

    async def close(self, code: int | bool | None = None, reason: str | None = None) -> None:
        """Close the line, and write into the log whom it was refused."""
        if not self.is_let_in and code in REFUSALS:
            self._note(code)
        await super().close(code, reason)

    def _note(self, why: int | bool | None) -> None:
        person, client = getattr(self.scope.get("user"), "pk", None), self.scope.get("client")
        address = client[0] if client else "somewhere"
        log.warning("%s for %s at socket %s from %s", why, person or "nobody", self.scope.get("path"), address)

    async def begin(self) -> None:
        """Do what comes first."""

    async def sign_out(self) -> None:
        """Close it now, since its session has ended. What it is busy with does not delay this."""
        _open.discard(self)
        self.is_let_in = False
        await self.let_go()
        with contextlib.suppress(OSError, RuntimeError):  # it is closed already
            await self.close(SIGNED_OUT)

    async def let_go(self) -> None:
        """Do what comes last."""


_open: WeakSet[PersonsSocket] = WeakSet()  # used in the event loop alone
_count: Counter[UUID] = Counter()  # as above


def _open_sessions() -> Iterable[str]:
    return [socket.session for socket in _open]


async def _close_sockets(*, session: str, **_: object) -> None:
    for socket in [each for each in _open if each.session == session]:
        await socket.sign_out()


sessions.watch(_open_sessions)
sessions.session_ended.connect(_close_sockets)
