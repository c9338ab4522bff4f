"""What tests of sockets share: an event loop in a thread of its own, and the database within it."""

import asyncio
from collections.abc import Awaitable, Callable

from channels.db import database_sync_to_async

from quintain.web import live
from tests.aside import run_aside

LONGEST_SECONDS = 60


def run_in_loop(work: Callable[[], Awaitable[None]]) -> None:
    """Run with a loop that messages are delivered to, in a thread of its own."""

    async def timed() -> None:
        loop = asyncio.get_running_loop()
        live.attach(loop)
        try:
            await asyncio.wait_for(work(), LONGEST_SECONDS)
        finally:
            live.detach(loop)

    run_aside(timed())


async def do[**P, R](act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do something that needs the database."""
    return await database_sync_to_async(act)(*args, **kwargs)
