"""What learners' terminals show: kept for a page that comes later, and told to those who listen.

Everything goes one way: what listens gets what was shown, and has no way to the keys or to the program.
Everything here runs in the event loop, but for `is_open`.
"""

from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

from django.dispatch import Signal
from django.utils.translation import gettext

from quintain.preview.programs import Program

if TYPE_CHECKING:  # the judge is loaded by its first job, so that pages do not wait for it
    from quintain.judge.interactive.terminals import Terminal

MOST_KEPT_BYTES: Final = 2**16
SEARCHED_BYTES: Final = 4096
CONTINUES: Final = range(0x80, 0xC0)
"""Bytes of UTF-8 with which no character begins."""

terminal_changed: Final = Signal()
"""Sent in the event loop with ``learner`` and ``lab``, their ids, when a terminal was opened and when it is over."""


class Reader(Protocol):
    """The socket of the learner's own page, which reads what the terminal shows."""

    async def give_way(self) -> None:
        """Leave it to another page."""


class Listener(Protocol):
    """What is told of a learner's terminals of one lab, in the order in which it happens."""

    def opened(self, screen: "Screen") -> None:
        """Begin with a terminal, in place of any other."""

    def shown(self, part: bytes) -> None:
        """Go on with what it shows next."""

    def resized(self) -> None:
        """Take note of another size."""

    def over(self, words: str) -> None:
        """Take note of its end."""


class Screen:
    """What a terminal has shown last, and the page of its learner that reads it now."""

    def __init__(self, program: Program["Terminal"], lab: UUID, rows: int, columns: int) -> None:
        self.program = program
        self.lab = lab
        self.rows, self.columns = rows, columns
        self.kept = bytearray()
        self.reader: Reader | None = None
        self._is_over = False

    def show(self, part: bytes) -> None:
        """Keep what is shown, and tell it."""
        self.kept += part
        if len(self.kept) > MOST_KEPT_BYTES:
            del self.kept[: safe_cut(self.kept, len(self.kept) - MOST_KEPT_BYTES)]
        for each in self._listeners():
            each.shown(part)

    def resize(self, rows: int, columns: int) -> None:
        """Note the size of the learner's window."""
        self.rows, self.columns = rows, columns
        for each in self._listeners():
            each.resized()

    def settle(self) -> None:
        """End it, if its program has ended and nobody reads what that has shown last."""
        if self.reader is None and not self.program.is_wanted:
            self.end(self.program.news.words or gettext("The terminal has ended."))

    def end(self, words: str) -> None:
        """Forget it, and tell how it ended."""
        if self._is_over:
            return
        listeners = self._listeners()
        self._is_over = True
        if _screens.get(self.program.owner) is self:
            del _screens[self.program.owner]
        for each in listeners:
            each.over(words)
        terminal_changed.send(Screen, learner=self.program.owner, lab=self.lab)

    def _listeners(self) -> tuple[Listener, ...]:
        return () if self._is_over else tuple(_listeners.get((self.program.owner, self.lab), ()))


_screens: dict[UUID, Screen] = {}  # by learner
_listeners: dict[tuple[UUID, UUID], list[Listener]] = {}  # by learner and lab


def screen_for(program: Program["Terminal"], lab: UUID, rows: int, columns: int) -> Screen:
    """Return the screen of a learner's terminal; it takes the place of that which the learner had."""
    had = _screens.get(program.owner)
    if had is not None and had.program is program:
        had.resize(rows, columns)
        return had
    if had is not None:
        had.end(gettext("The terminal was replaced by a newer one."))
    screen = _screens[program.owner] = Screen(program, lab, rows, columns)
    for each in tuple(_listeners.get((program.owner, lab), ())):
        each.opened(screen)
    terminal_changed.send(Screen, learner=program.owner, lab=lab)
    return screen


def listen(learner: UUID, lab: UUID, listener: Listener) -> Screen | None:
    """Tell a listener of a learner's terminals of a lab from now on; return the one that is open."""
    _listeners.setdefault((learner, lab), []).append(listener)
    screen = _screens.get(learner)
    return screen if screen is not None and screen.lab == lab else None


def leave(learner: UUID, lab: UUID, listener: Listener) -> None:
    """Tell a listener nothing any more."""
    listeners = _listeners.get((learner, lab), [])
    if listener in listeners:
        listeners.remove(listener)
    if not listeners:
        _listeners.pop((learner, lab), None)


async def settle(learner: UUID) -> None:
    """End the screen of a learner whose terminal has ended while nobody read it."""
    screen = _screens.get(learner)
    if screen is not None:
        screen.settle()


def is_open(learner: UUID, lab: UUID) -> bool:
    """Tell whether a learner has a terminal of a lab open; safe for threads."""
    screen = _screens.get(learner)
    return screen is not None and screen.lab == lab and screen.program.is_wanted


def safe_cut(shown: bytes | bytearray, least: int) -> int:
    """Return where to cut off at least so many bytes, so that the rest begins with no half of something.

    It is after a line or before a control sequence, if either is near; else before a character.
    """
    for mark, beyond in ((b"\n", 1), (b"\x1b", 0)):
        at = shown.find(mark, least, least + SEARCHED_BYTES)
        if at >= 0:
            return at + beyond
    for place in range(least, least + 4):
        if place == len(shown) or shown[place] not in CONTINUES:
            return place
    return least
