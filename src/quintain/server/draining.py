"""Gives the classes of this process to others before it stops, so that their pages go on there at once."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError

from quintain.cells import ownership
from quintain.cells.this_cell import THIS_CELL, tell_of_loss
from quintain.cells.timing import DRAIN_SECONDS
from quintain.coedit import open_sessions
from quintain.web.beside import run_in_thread

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 0.1


async def drain(is_hurried: Callable[[], bool]) -> None:
    """Give away all that this cell has, and answer for a few seconds more, until ``is_hurried``.

    From now on readiness says no, and sockets and programs are led to another cell.
    """
    THIS_CELL.is_draining = True
    try:
        await open_sessions.close()
        await run_in_thread(THIS_CELL.give_away)
    except DatabaseError:
        log.exception("this cell could not give its classes away; others take them in a few seconds")
    await tell_of_loss()
    if THIS_CELL.has_others():
        for _ in range(round(DRAIN_SECONDS / LOOK_SECONDS)):
            if is_hurried():
                break
            await asyncio.sleep(LOOK_SECONDS)


async def leave() -> None:
    """Forget this cell at its end."""
    try:
        await run_in_thread(lambda: ownership.leave(THIS_CELL.incarnation))
    except DatabaseError:
        log.warning("the database was not told that this cell ends")
