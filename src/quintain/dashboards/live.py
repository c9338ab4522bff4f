"""The socket of a wall: tells which seats have changed, and listens to nothing."""

import asyncio
import json
from typing import Any, Final
from uuid import UUID

from channels.db import database_sync_to_async

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.accounts.sockets import MALFORMED, NOT_FOUND, SIGNED_OUT, PersonsSocket
from quintain.cohorts.models import Class
from quintain.cohorts.permissions import SEE_CLASS
from quintain.dashboards import news

FIRST_SECONDS: Final = 0.05
"""What one act changes in several rows is told at once."""
GATHER_SECONDS: Final = 0.3


class WallSocket(PersonsSocket):
    """Sends ``{"seats": [3, 5]}`` to instructors of the class; 0 is every seat.

    A change is sent at once; what comes within 0.3 seconds after it is sent as one message. So twelve busy students
    make three messages a second at most.
    """

    class_id: UUID
    group: str = ""
    is_watching = False

    async def connect(self) -> None:
        """Ask who comes. A person who may not does not learn whether there is such a class."""
        person: Any = self.scope.get("user")  # a lazy object around a User or AnonymousUser
        self.class_id = self.scope["url_route"]["kwargs"]["class_id"]
        self._changed: set[int] = set()
        self._sending: asyncio.Task[None] | None = None
        await self.accept()
        if not getattr(person, "is_authenticated", False):
            await self.close(SIGNED_OUT)
        elif not await database_sync_to_async(_may_watch)(person, self.class_id):
            await self.close(NOT_FOUND)
        else:
            await self.let_in(person)

    async def begin(self) -> None:
        """Join the class's group, and have the page ask for all that happened before."""
        self.group = news.group_name(self.class_id)
        await self.channel_layer.group_add(self.group, self.channel_name)
        news.open_wall(self.class_id)
        self.is_watching = True
        await self.send(json.dumps({"seats": [news.ALL_SEATS]}))

    async def disconnect(self, code: int) -> None:  # noqa: ARG002  channels' signature
        """Leave."""
        await self.let_go()

    async def let_go(self) -> None:
        """Leave the group."""
        if self._sending is not None:
            self._sending.cancel()
        if self.is_watching:
            self.is_watching = False
            news.close_wall(self.class_id)
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:  # noqa: ARG002
        """Hang up on a client that talks: there is nothing to be said here."""
        await self.close(MALFORMED)

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


def _may_watch(person: User, class_id: UUID) -> bool:
    a_class = Class.objects.filter(pk=class_id).first()
    return a_class is not None and may(person, SEE_CLASS, a_class)
