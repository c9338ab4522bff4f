"""Sockets of people who are signed in: each ends with its session, and as long as one is open its person is here."""

import contextlib
import time
from collections.abc import Iterable
from typing import Any
from weakref import WeakSet

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from quintain.accounts import activity, factors, presence, sessions
from quintain.accounts.models import User

SIGNED_OUT = 4401
OTHER_PERSON = 4403
NOT_FOUND = 4404
MALFORMED = 4400
ACTED_SECONDS = 30.0
"""How often what is typed into a terminal is noted as activity."""


class PersonsSocket(AsyncWebsocketConsumer):
    """A socket of one person. A subclass asks in ``connect`` who comes, and lets them in."""

    person: User
    session = ""
    """The key of the session that it was opened with."""
    is_let_in = False
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
        if hasattr(self, "person"):
            await database_sync_to_async(presence.leave)(self.person.pk)
        await super().websocket_disconnect(message)

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


def _open_sessions() -> Iterable[str]:
    return [socket.session for socket in _open]


async def _close_sockets(*, session: str, **_: object) -> None:
    for socket in [each for each in _open if each.session == session]:
        await socket.sign_out()


sessions.watch(_open_sessions)
sessions.session_ended.connect(_close_sockets)
