"""One end of a terminal in the event loop: output flows no faster than it is taken, and keys wait their turn."""

import asyncio
import contextlib
import os
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

CHUNK_BYTES: Final = 2**15
MOST_UNSEEN_BYTES: Final = 2**18
MOST_TYPED_BYTES: Final = 2**16


class Line:
    """A descriptor of a terminal, read and written without ever blocking. Close it; it owns the descriptor."""

    def __init__(self, descriptor: int, show: Callable[[bytes], Awaitable[None]]) -> None:
        self._descriptor = descriptor
        self._show = show
        self._unseen = 0
        self._may_show = asyncio.Event()
        self._may_show.set()
        self._typed: deque[bytes] = deque()
        self._typed_bytes = 0
        self._has_typed = asyncio.Event()
        self._tasks = [asyncio.ensure_future(each) for each in (self._read(), self._write())]

    async def over(self) -> None:
        """Wait until nothing more will be shown."""
        await asyncio.wait(self._tasks[:1])

    def seen(self, count: int) -> None:
        """Note that the browser has drawn so many bytes more."""
        self._unseen = max(0, self._unseen - count)
        if self._unseen < MOST_UNSEEN_BYTES:
            self._may_show.set()

    def type(self, keys: bytes) -> bool:
        """Let keys wait for the terminal; False if more wait already than it would ever take."""
        if self._typed_bytes + len(keys) > MOST_TYPED_BYTES:
            return False
        self._typed.append(keys)
        self._typed_bytes += len(keys)
        self._has_typed.set()
        return True

    async def close(self) -> None:
        """Stop, and give the descriptor back."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._may_show.wait()
            await _ready(self._descriptor, loop.add_reader, loop.remove_reader)
            try:
                part = os.read(self._descriptor, CHUNK_BYTES)
            except BlockingIOError:
                continue
            except OSError:
                return  # nobody in the box holds the other end
            if not part:
                return
            self._unseen += len(part)
            if self._unseen >= MOST_UNSEEN_BYTES:
                self._may_show.clear()
            await self._show(part)

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._has_typed.wait()
            while self._typed:
                keys = self._typed[0]
                with contextlib.suppress(BlockingIOError):
                    written = os.write(self._descriptor, keys)
                    self._typed_bytes -= written
                    if written == len(keys):
                        self._typed.popleft()
                    else:
                        self._typed[0] = keys[written:]
                    continue
                await _ready(self._descriptor, loop.add_writer, loop.remove_writer)
            self._has_typed.clear()


async def _ready(
    descriptor: int, add: Callable[[int, Callable[[], None]], None], remove: Callable[[int], object]
) -> None:
    """Wait until a descriptor can be read or written."""
    woken = asyncio.Event()
    add(descriptor, woken.set)
    try:
        await woken.wait()
    finally:
        remove(descriptor)
