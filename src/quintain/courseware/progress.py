"""How far the writing of an edition is."""

from enum import StrEnum
from typing import Protocol


class Step(StrEnum):
    """What is done, in this order; a format may leave out what it does not do."""

    READING = "reading"  # the pack is read
    WRITING = "writing"  # chapters are written, of which there is a count
    SETTING = "setting"  # pages are set
    PACKING = "packing"  # the file is made smaller


class Tell(Protocol):
    """Hears of each step when it begins, and of each chapter that is written."""

    def __call__(self, step: Step, done: int = 0, of: int = 0) -> None:
        """Note that ``done`` parts of ``of`` are done in ``step``; both are 0 where nothing is counted."""


def keep_silent(step: Step, done: int = 0, of: int = 0) -> None:
    """Hear, and say nothing."""
