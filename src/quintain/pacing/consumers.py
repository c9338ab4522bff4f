"""The socket of a class's pace: tells its students and instructors that something is new, and listens to nothing."""

import json
import time
from typing import override

from channels.db import database_sync_to_async

from quintain.accounts.models import User
from quintain.cohorts.consumers import ClassSocket, may_in_class
from quintain.pacing.actions import group_of, group_of_instructors
from quintain.pacing.permissions import SEE_PACE, SET_PACE


class PaceSocket(ClassSocket):
    """Sends ``{"type": "pace"}`` when the page should ask for its parts again, and ``place`` when the leader has moved.

    The first message tells the server's time, from which pages count. What only instructors see is told to them alone.
    """

    permission = SEE_PACE

    @override
    async def standing(self, person: User) -> object:
        """Return what the person is to the pace of the class."""
        if await super().standing(person) is None:
            return None
        instructs = await database_sync_to_async(may_in_class)(person, SET_PACE, self.class_id)
        return SET_PACE if instructs else SEE_PACE

    @override
    async def begin(self) -> None:
        """Join the class's groups, and have the page ask for all that happened before."""
        instructs = self.granted == SET_PACE
        await self.join(group_of(self.class_id), *([group_of_instructors(self.class_id)] if instructs else []))
        await self.catch_up()

    @override
    async def catch_up(self) -> None:
        """Have the page ask for its parts."""
        await self.send(json.dumps({"type": "pace", "now": round(time.time() * 1000)}))
