"""Messages from the server to open pages; the only way to the channel layer, so that a shared one can take its place.

Judge jobs run in threads, sockets in the event loop: ``publish`` hands a message from any thread to the loop that
``attach`` was given.
"""

import asyncio
import contextlib
import contextvars
import json
import logging
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from typing import Any, Final

from channels.layers import get_channel_layer
from django.dispatch import Signal

log = logging.getLogger(__name__)

message_lost: Final = Signal()
"""Sent when a message could not be handed to the channel layer."""
_loops: list[asyncio.AbstractEventLoop] = []


def attach(loop: asyncio.AbstractEventLoop) -> None:
    """Deliver to sockets that live in ``loop``."""
    _loops.append(loop)


def detach(loop: asyncio.AbstractEventLoop) -> None:
    """Stop delivering to ``loop``."""
    _loops.remove(loop)


def run_in_loops(make: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run what ``make`` returns in the loop of every server of this process; where none runs, nothing is done."""
    for loop in tuple(_loops):
        # In a context of its own: that of the caller may hold a thread which waits for what is done here.
        with contextlib.suppress(RuntimeError):  # as below
            loop.call_soon_threadsafe(_begin, make, loop, context=contextvars.Context())


_working: Final[set[asyncio.Task[None]]] = set()  # the loop itself keeps no task from being forgotten


def _begin(make: Callable[[], Coroutine[Any, Any, None]], loop: asyncio.AbstractEventLoop) -> None:
    task = loop.create_task(_log_failure(make()))
    _working.add(task)
    task.add_done_callback(_working.discard)


async def _log_failure(working: Coroutine[Any, Any, None]) -> None:
    """Let the log tell of what went wrong: nobody waits for the result."""
    try:
        await working
    except Exception:
        log.exception("work in the event loop failed")


def publish(group: str, message: Mapping[str, object]) -> None:
    """Send ``message`` as JSON to every socket in ``group``; where no server runs, nobody listens and it is dropped.

    Args:
        group: A name of letters, digits, hyphens, below 100 characters.
        message: Anything that JSON can hold.

    """
    layer = get_channel_layer()
    if layer is None:
        return
    text = json.dumps(message)
    for loop in tuple(_loops):
        sending = layer.group_send(group, {"type": "live.message", "text": text})
        try:
            asyncio.run_coroutine_threadsafe(sending, loop).add_done_callback(_note_loss)
        except RuntimeError:  # the loop closed between the look and the call: the server is going down
            sending.close()
            log.info("a live message found no loop")


def _note_loss(sending: Future[None]) -> None:
    """Tell those who watch that a message has reached nobody; pages read again, and so show what it told."""
    if sending.cancelled():
        return
    if error := sending.exception():
        log.warning("a live message was lost: %s", error)
        message_lost.send(publish)
