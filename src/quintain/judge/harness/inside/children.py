"""What forked children of the program report of themselves, in memory that they share with it.

An audit hook is copied by a fork, and so is the list that it fills: without this, what a child does would be forgotten
with the child.
"""

from __future__ import annotations

import mmap
import os
import struct
from _thread import allocate_lock
from typing import TYPE_CHECKING, Final

from .reports import fields_of, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOTS: Final = 256  # more than a box may have processes
SLOT_BYTES: Final = 2**14
HEAD: Final = struct.Struct("=QQ")  # the process that has the slot, and how many bytes of it are used
USED, LOST = range(2)  # bytes of the first slot, which belongs to no process


class Children:
    """One page for all processes that descend from this one; the slot of each follows from its number."""

    def __init__(self) -> None:
        self._home = os.getpid()
        self._page = mmap.mmap(-1, (SLOTS + 1) * SLOT_BYTES)
        self._writer = 0
        self._lock = allocate_lock()
        self._read: dict[int, int] = {}

    @property
    def is_child(self) -> bool:
        """Whether this process is a child, or a child of one."""
        return os.getpid() != self._home

    @property
    def is_lost(self) -> bool:
        """Whether some of what a child reported has found no room."""
        return bool(self._page[LOST])

    def lose(self) -> None:
        """Note that something cannot be reported."""
        self._page[LOST] = 1

    def send(self, *fields: str) -> None:
        """Report something as a child."""
        me = os.getpid()
        if self._writer != me:
            self._writer, self._lock = me, allocate_lock()  # the old one may be held by a thread that is not here
        start = (1 + me % SLOTS) * SLOT_BYTES
        line = line_of(*fields)
        with self._lock:
            owner, used = HEAD.unpack_from(self._page, start)
            end = start + HEAD.size + used
            if owner not in {0, me} or end + len(line) > start + SLOT_BYTES:
                self.lose()
                return
            self._page[end : end + len(line)] = line
            HEAD.pack_into(self._page, start, me, used + len(line))
            self._page[USED] = 1

    def collect(self) -> Iterator[list[str]]:
        """Give what children have reported since the last time, and the slots of those that have ended to others."""
        for slot in range(1, SLOTS + 1) if self._page[USED] else ():
            start = slot * SLOT_BYTES
            owner, used = HEAD.unpack_from(self._page, start)
            if not owner:
                continue
            has_ended = not os.path.exists(f"/proc/{owner}")  # noqa: PTH110  pathlib could be the program's by now
            if has_ended:
                _, used = HEAD.unpack_from(self._page, start)  # what it said last
            first = start + HEAD.size
            lines = self._page[first + self._read.get(owner, 0) : first + used]
            self._read[owner] = used
            if has_ended:
                HEAD.pack_into(self._page, start, 0, 0)
                del self._read[owner]
            yield from map(fields_of, lines.splitlines())
