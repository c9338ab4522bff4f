"""Messages from the server to open pages; the only way to the channel layer, so that a shared one can take its place.

Judge jobs run in threads, sockets in the event loop: ``publish`` hands a message from any thread to the loop that
``attach`` was given. What a layer carries may be lost; pages read again.
"""

import asyncio
import contextlib
import contextvars
import json
import logging
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import Future, wait
from functools import cache
from typing import Any, Final

from channels.layers import get_channel_layer
from django.dispatch import Signal

log = logging.getLogger(__name__)

PATIENCE_SECONDS: Final = 3.0
"""How long a process that serves no pages waits until its message is on its way."""

message_lost: Final = Signal()
"""Sent when a message could not be handed to the channel layer, or not to other processes."""

_loops: list[asyncio.AbstractEventLoop] = []
_line_watchers: list[Callable[[], Awaitable[None]]] = []
_line: Final = {"is_up": True}


def attach(loop: asyncio.AbstractEventLoop) -> None:
    """Deliver to sockets that live in ``loop``, which runs; the log tells at once if other processes are not heard."""
    _loops.append(loop)
    if begin := getattr(get_channel_layer(), "begin", None):
        loop.call_soon_threadsafe(begin)


def detach(loop: asyncio.AbstractEventLoop) -> None:
    """Stop delivering to ``loop``."""
    _loops.remove(loop)


def crosses_processes() -> bool:
    """Tell whether what is published here may reach sockets of other processes."""
    return bool(getattr(get_channel_layer(), "crosses_processes", False))


def is_away() -> bool:
    """Tell whether what other processes publish does not come here now, though it should."""
    return not _line["is_up"]


def watch_line(changed: Callable[[], Awaitable[None]]) -> None:
    """Have ``changed`` called, in the event loop, whenever messages of other processes stop and begin to come.

    It is called as well when some of another process may have been lost; that may be several times at once.
    """
    _line_watchers.append(changed)


def note_line(*, is_up: bool, is_missed: bool = False) -> None:
    """Note whether messages of other processes come, and tell who watches if that is new, or some may have been lost.

    The layer calls it in the event loop.
    """
    is_new, _line["is_up"] = is_up != _line["is_up"], is_up
    if is_new or is_missed:
        note_missed()


def note_missed() -> None:
    """Tell who watches that messages of another process may have been lost; called as above."""
    for changed in _line_watchers:
        _start(_log_failure(_call(changed)))


async def _call(changed: Callable[[], Awaitable[None]]) -> None:
    await changed()


def run_in_loops(make: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run what ``make`` returns in the loop of every server of this process; where none runs, nothing is done."""
    for loop in tuple(_loops):
        # In a context of its own: that of the caller may hold a thread which waits for what is done here.
        with contextlib.suppress(RuntimeError):  # as below
            loop.call_soon_threadsafe(_begin, make, context=contextvars.Context())


_working: Final[set[asyncio.Task[None]]] = set()  # the loop itself keeps no task from being forgotten


def _begin(make: Callable[[], Coroutine[Any, Any, None]]) -> None:
    _start(_log_failure(make()))


def _start(working: Coroutine[Any, Any, None]) -> None:
    task = asyncio.get_running_loop().create_task(working)
    _working.add(task)
    task.add_done_callback(_working.discard)


async def _log_failure(working: Coroutine[Any, Any, None]) -> None:
    """Let the log tell of what went wrong: nobody waits for the result."""
    try:
        await working
    except Exception:
        log.exception("work in the event loop failed")


def publish(group: str, message: Mapping[str, object]) -> None:
    """Send ``message`` as JSON to every socket in ``group``, of this process and of those that share the layer.

    Nobody waits for it, and what cannot be sent is dropped.

    Args:
        group: A name of letters, digits, hyphens, below 100 characters.
        message: Anything that JSON can hold.

    """
    layer = get_channel_layer()
    if layer is None:
        return
    event = {"type": "live.message", "text": json.dumps(message)}
    if not crosses_processes():
        for loop in tuple(_loops):
            _hand_over(layer.group_send(group, event), loop)
    elif loops := tuple(_loops):
        _hand_over(layer.group_send(group, event), loops[0])  # other loops hear of it by the layer
    else:
        _send_now(layer.group_send(group, event))


def note_loss() -> None:
    """Tell those who watch that a message has reached nobody, or no other process; pages read again what it told."""
    message_lost.send(publish)


def _hand_over(sending: Coroutine[Any, Any, None], loop: asyncio.AbstractEventLoop) -> None:
    try:
        asyncio.run_coroutine_threadsafe(sending, loop).add_done_callback(_note_failure)
    except RuntimeError:  # the loop closed between the look and the call: the server is going down
        sending.close()
        log.info("a live message found no loop")


def _note_failure(sending: Future[None]) -> None:
    if sending.cancelled():
        return
    if error := sending.exception():
        log.warning("a live message was lost: %s", error)
        note_loss()


def _send_now(sending: Coroutine[Any, Any, None]) -> None:
    """Send from a process without sockets, a command say, which may end as soon as this returns."""
    sent = asyncio.run_coroutine_threadsafe(sending, _loop_of_its_own())
    sent.add_done_callback(_note_failure)
    with contextlib.suppress(RuntimeError):
        asyncio.get_running_loop()
        return  # a loop must not wait
    wait([sent], PATIENCE_SECONDS)


@cache
def _loop_of_its_own() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="live messages", daemon=True).start()
    return loop
