"""Somebody who watches a learner's terminal: how much is to be sent, and when.

One frame is on its way at a time; the next waits until the watcher's page has drawn it. What the terminal shows
meanwhile is due, up to a limit. A watcher who is further behind is sent the whole screen again, so that neither a flood
nor a slow watcher costs memory, or the learner any time.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext

from quintain.preview import screens
from quintain.preview.screens import Screen

MOST_DUE_BYTES: Final = 2**16
REST_SECONDS: Final = 0.03
"""From a frame that was drawn to the next one."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a terminal shows next, or all that it has kept if ``is_whole``; ``is_new`` if the watcher had none of it."""

    rows: int
    columns: int
    shown: bytes
    is_whole: bool
    is_new: bool


class Watch:
    """Watches a learner's terminals of one lab until `leave`; ``wake`` is called when `take` has something."""

    def __init__(self, learner: UUID, lab: UUID, wake: Callable[[], None]) -> None:
        self._of = (learner, lab)
        self._wake = wake
        self._screen: Screen | None = None
        self._due = bytearray()
        self._is_whole = self._is_new = self._is_resized = False
        self._words: str | None = None
        self._is_out = False
        """A frame is on its way, or a moment's rest after it."""
        self._is_awaited = False
        """The watcher has not drawn it yet."""
        screen = screens.listen(learner, lab, self)
        if screen is None:
            self.over(gettext("No terminal is open."))
        else:
            self.opened(screen)

    def leave(self) -> None:
        """Watch no more."""
        screens.leave(*self._of, self)
        self._screen, self._words = None, None
        self._due.clear()

    def opened(self, screen: Screen) -> None:
        """Begin with the whole screen."""
        self._screen, self._words, self._is_new = screen, None, True
        self._show_whole()

    def shown(self, part: bytes) -> None:
        """Have what was shown sent, or the whole screen if too much is due."""
        if len(self._due) + len(part) > MOST_DUE_BYTES:
            self._show_whole()
        elif not self._is_whole:
            self._due += part
            self._tell()

    def resized(self) -> None:
        """Have the size sent."""
        self._is_resized = True
        self._tell()

    def over(self, words: str) -> None:
        """Have the end told after all that was shown."""
        self._words = words
        self._tell()

    def drawn(self) -> bool:
        """Note that the watcher's page has drawn the last frame; False if there is none that it has not drawn."""
        if not self._is_awaited:
            return False
        self._is_awaited = False
        asyncio.get_running_loop().call_later(REST_SECONDS, self._go_on)
        return True

    def take(self) -> Frame | str | None:
        """Return what is to be sent now: a frame, or how the terminal ended; None if that is nothing."""
        if self._is_out:
            return None
        if self._screen is not None and (self._is_whole or self._due or self._is_resized):
            return self._frame(self._screen)
        words, self._words = self._words, None
        if words is not None:
            self._screen = None
        return words

    def _frame(self, screen: Screen) -> Frame:
        shown = bytes(screen.kept if self._is_whole else self._due)
        frame = Frame(screen.rows, screen.columns, shown, self._is_whole, self._is_new)
        self._due.clear()
        self._is_whole = self._is_new = self._is_resized = False
        self._is_out = self._is_awaited = True
        return frame

    def _show_whole(self) -> None:
        self._due.clear()
        self._is_whole = True
        self._tell()

    def _tell(self) -> None:
        if not self._is_out:
            self._wake()

    def _go_on(self) -> None:
        self._is_out = False
        if self._is_whole or self._due or self._is_resized or self._words is not None:
            self._wake()
