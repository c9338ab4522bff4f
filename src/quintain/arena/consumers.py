"""The socket of a class's arenas: tells that something is new, and listens to nothing."""

import json
from typing import override

from quintain.arena.actions import group_of
from quintain.arena.permissions import FOLLOW_ARENA
from quintain.cohorts.consumers import ClassSocket


class ArenaSocket(ClassSocket):
    """Sends ``{"type": "arena"}`` when the page should ask for its parts again; what each may see, its parts say."""

    permission = FOLLOW_ARENA

    @override
    async def begin(self) -> None:
        """Join the class's group, and have the page ask for all that happened before."""
        await self.join(group_of(self.class_id))
        await self.catch_up()

    @override
    async def catch_up(self) -> None:
        """Have the page ask for its parts."""
        await self.send(json.dumps({"type": "arena"}))
