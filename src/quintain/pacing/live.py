"""The socket of a class's pace: tells its students and instructors that something is new, and listens to nothing."""

import json
import time
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.accounts.sockets import MALFORMED, NOT_FOUND, SIGNED_OUT, PersonsSocket
from quintain.cohorts.models import Class
from quintain.pacing.actions import group_of
from quintain.pacing.permissions import SEE_PACE


class PaceSocket(PersonsSocket):
    """Sends ``{"type": "pace"}`` when the page should ask for its parts again, and ``place`` when the leader has moved.

    The first message tells the server's time, from which pages count.
    """

    group = ""

    async def connect(self) -> None:
        """Ask who comes. A person who may not does not learn whether there is such a class."""
        person: Any = self.scope.get("user")  # a lazy object around a User or AnonymousUser
        class_id: UUID = self.scope["url_route"]["kwargs"]["class_id"]
        await self.accept()
        if not getattr(person, "is_authenticated", False):
            await self.close(SIGNED_OUT)
        elif not await database_sync_to_async(_may_see)(person, class_id):
            await self.close(NOT_FOUND)
        else:
            self.group = group_of(class_id)
            await self.let_in(person)

    async def begin(self) -> None:
        """Join the class's group, and have the page ask for all that happened before."""
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.send(json.dumps({"type": "pace", "now": round(time.time() * 1000)}))

    async def disconnect(self, code: int) -> None:  # noqa: ARG002  channels' signature
        """Leave."""
        await self.let_go()

    async def let_go(self) -> None:
        """Leave the group."""
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:  # noqa: ARG002
        """Hang up on a client that talks: there is nothing to be said here."""
        await self.close(MALFORMED)

    async def live_message(self, event: dict[str, str]) -> None:
        """Pass on what was published."""
        await self.send(event["text"])


def _may_see(person: User, class_id: UUID) -> bool:
    a_class = Class.objects.filter(pk=class_id).first()
    return a_class is not None and may(person, SEE_PACE, a_class)
