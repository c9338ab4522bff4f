"""What this process is as a cell: what it owns, and where the others are, as of its last heartbeat.

What is known here only hurries: a page is led by it, and a socket let in. Nothing is written on the strength of it,
see `quintain.cells.ownership.STILL_OWNED`.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import close_old_connections
from django.dispatch import Signal

from quintain.cells import ownership
from quintain.cells.errors import Moved, NameTaken
from quintain.cells.ownership import Hold, Neighbour
from quintain.cells.timing import BEAT_SECONDS, IDLE_SECONDS, SILENT_SECONDS
from quintain.web import live
from quintain.web.beside import run_in_thread
from quintain.web.logs import tell_end_of_outage

log = logging.getLogger(__name__)

holds_lost: Final = Signal()
"""Sent in the event loop, without anything: receivers end what they have of holds that `ThisCell.has` denies."""
look_again: Final = Signal()
"""Sent in the event loop every second, for what has to be looked for in the database as often."""

_in_use: list[Callable[[], Iterable[Hold | None]]] = []


def watch(holds: Callable[[], Iterable[Hold | None]]) -> None:
    """Have the partitions kept for which ``holds`` returns what is open; it is called in the event loop."""
    _in_use.append(holds)


@dataclass(slots=True)
class ThisCell:
    """What this process knows of itself and the others. Safe for threads."""

    name: str
    incarnation: UUID = field(default_factory=uuid4)
    is_draining: bool = False
    is_superseded: bool = False
    """Another process has its name: this one was silent too long, or both were given the same."""
    _owned: dict[UUID, Hold] = field(default_factory=dict)
    _taken_at: dict[UUID, float] = field(default_factory=dict)
    """When a partition was last taken by a statement."""
    _used_at: dict[UUID, float] = field(default_factory=dict)
    """When something was last open for a partition."""
    _trusted_until: float = 0.0
    _cells: tuple[Neighbour, ...] = ()
    _owners: dict[UUID, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def has(self, hold: Hold) -> bool:
        """Tell whether, as far as is known, a partition is still had as it was taken then."""
        with self._lock:
            return self._owned.get(hold.partition) == hold

    def take(self, partition: UUID) -> Hold:
        """Return the hold of a partition, taken if nobody has it; by a statement, unless this cell is known to have it.

        Raises:
            Moved: Another cell has it, or this one takes nothing more.

        """
        with self._lock:
            known = self._owned.get(partition)
            is_known = known is not None and time.monotonic() < self._trusted_until
        if known is not None and is_known:
            return known
        if self.is_draining or self.is_superseded:
            raise Moved
        found = ownership.take(partition, self.incarnation)
        with self._lock:
            if isinstance(found, Neighbour):
                self._owners[partition] = found.name
                self._cells = tuple({*self._cells, found})  # it may have begun since the last heartbeat
            if not isinstance(found, Hold) or self.is_draining:  # which has given it away meanwhile
                raise Moved
            had, self._owned[partition] = self._owned.get(partition), found
            self._owners[partition] = self.name
            self._taken_at[partition] = self._used_at[partition] = time.monotonic()
        if had not in {None, found}:
            live.run_in_loops(tell_of_loss)
        return found

    def where(self, partition: UUID, named: str) -> str:
        """Return the name of the cell to which a browser is led, of which a cookie has ``named`` one.

        The owner's, if there is one; else the one that it has, this one, or any that lives; empty if none does.
        """
        with self._lock:
            names = {each.name for each in self._cells}
            if (owner := self._owners.get(partition)) in names:
                return owner or ""
            if self.is_draining or self.is_superseded:
                names.discard(self.name)
            if named in names:
                return named
            if self.name in names:
                return self.name
            # The same one for all who ask for this partition.
            return max(names, key=lambda each: sha256(f"{each} {partition}".encode()).digest(), default="")

    def beat(self) -> bool:
        """Say that this cell lives, and read what has changed; return whether it has lost something.

        Raises:
            DatabaseError: The database cannot be asked. What is owned is believed for a few seconds more.

        """
        asked_at = time.monotonic()
        is_ours = ownership.beat(self.name, self.incarnation)
        if not is_ours and not self.is_superseded:
            log.error("another process runs as the cell %s, so this one takes no class: set QUINTAIN_CELL", self.name)
        self.is_superseded = not is_ours
        cells, holds = ownership.read_map()
        names = {each.incarnation: each.name for each in cells}
        with self._lock:
            before = self._owned
            self._owned = {each.partition: each for each in holds if each.owner == self.incarnation}
            # What was taken since the map was asked for is not in it, and is known by the next one.
            self._owned |= {
                partition: hold
                for partition, hold in before.items()
                if self._taken_at.get(partition, 0.0) >= asked_at and partition not in self._owned
            }
            self._cells = cells
            self._owners = {each.partition: names[each.owner] for each in holds}
            self._trusted_until = asked_at + SILENT_SECONDS
            return any(self._owned.get(partition) != hold for partition, hold in before.items())

    def release_idle(self, in_use: frozenset[Hold]) -> None:
        """Give up what nothing has been open for during ten minutes."""
        now = time.monotonic()
        with self._lock:
            for partition, hold in self._owned.items():
                if hold in in_use or partition not in self._used_at:
                    self._used_at[partition] = now
            idle = [hold for partition, hold in self._owned.items() if now - self._used_at[partition] > IDLE_SECONDS]
        for hold in idle:
            ownership.release(hold)
            with self._lock:
                if self._owned.get(hold.partition) == hold:
                    del self._owned[hold.partition]

    def has_others(self) -> bool:
        """Tell whether other cells live."""
        with self._lock:
            return any(each.incarnation != self.incarnation for each in self._cells)

    def give_away(self) -> None:
        """Let others take all that this cell owns, and take nothing more."""
        self.is_draining = True
        ownership.drain(self.incarnation)
        with self._lock:
            self._owned = {}
            self._owners = {partition: name for partition, name in self._owners.items() if name != self.name}
            self._cells = tuple(each for each in self._cells if each.incarnation != self.incarnation)


THIS_CELL: Final = ThisCell(settings.CELL or f"cell-{uuid4().hex[:8]}")


def hold_for(partition: UUID) -> Hold | None:
    """Return this cell's hold of a partition, for all that is written for it; None where no cells are.

    Raises:
        Moved: Another cell has it.

    """
    return THIS_CELL.take(partition) if settings.IS_GROWN else None


def enter() -> None:
    """Take the name of this cell, and wait for a process of the same name that has stopped without a word.

    Raises:
        NameTaken: It lives.

    """
    last = time.monotonic() + SILENT_SECONDS + 2 * BEAT_SECONDS
    while not ownership.beat(THIS_CELL.name, THIS_CELL.incarnation):
        if time.monotonic() > last:
            raise NameTaken
        time.sleep(BEAT_SECONDS / 2)
    ownership.forget_old()


async def keep_beating() -> None:
    """Say that this cell lives, until cancelled, and have ended what it has lost.

    It has a thread of its own: a cell whose threads all wait lives none the less.
    """
    loop, thread = asyncio.get_running_loop(), ThreadPoolExecutor(1, "heartbeat")
    while True:
        try:
            if await loop.run_in_executor(thread, _beat):
                live.run_in_loops(tell_of_loss)
        except Exception:  # a database that is away for a moment must not end this
            log.exception("the heartbeat of this cell failed")
        else:
            tell_end_of_outage()
        await asyncio.sleep(BEAT_SECONDS)


def _beat() -> bool:
    close_old_connections()
    return THIS_CELL.beat()


async def keep_looking() -> None:
    """Have looked every second, until cancelled, for what others have changed; give up what is idle."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        try:
            await _tell(look_again)
            in_use = frozenset(hold for holds in _in_use for hold in holds() if hold is not None)
            await run_in_thread(partial(THIS_CELL.release_idle, in_use))
        except Exception:  # as above
            log.exception("what others have changed could not be looked for")


async def tell_of_loss() -> None:
    """Have all ended that works for partitions which this cell has no more."""
    await _tell(holds_lost)


async def _tell(signal: Signal) -> None:
    for receiver, outcome in await signal.asend_robust(sender=None):
        if isinstance(outcome, Exception):
            log.error("%s failed", receiver, exc_info=outcome)
