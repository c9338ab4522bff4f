"""What this server is making, and what waits: in memory, since a server that stops makes nothing any more."""

import threading
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final
from uuid import UUID

from quintain.downloads import errors
from quintain.downloads.making import Progress

MOST_FAILURES: Final = 100
MOST_OF_ONE: Final = 4
"""How many files of one person may wait or be made: all of a day or lesson. The queue is for everybody."""


class Word(StrEnum):
    """The state of an edition that is not there yet."""

    WAITING = "waiting"
    MAKING = "making"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class State:
    """A word, and what goes with it: how many are made before it, or how far it is. ``by`` is who asked first."""

    word: Word
    place: int = 0
    progress: Progress = field(default_factory=Progress)
    by: UUID | None = None


type _Name = tuple[str, str]

_states: Final[dict[_Name, State]] = {}
_lock: Final = threading.Lock()


def begin(digest: str, key: str, by: UUID) -> bool:
    """Note that an edition waits; False if it waits or is being made already.

    Raises:
        TooManyWait: As many of this person's wait as are taken.

    """
    with _lock:
        state = _states.get((digest, key))
        if state and state.word is not Word.FAILED:
            return False
        if sum(each.by == by for each in _states.values()) >= MOST_OF_ONE:
            raise errors.TooManyWait
        _states.pop((digest, key), None)
        _states[digest, key] = State(Word.WAITING, by=by)
        return True


def end(digest: str, key: str) -> None:
    """Note that an edition is made, or is not asked for any more."""
    with _lock:
        _states.pop((digest, key), None)


def fail(digest: str, key: str) -> None:
    """Note that an edition could not be made."""
    with _lock:
        _states[digest, key] = State(Word.FAILED)
        failed = [name for name, state in _states.items() if state.word is Word.FAILED]
        for name in failed[:-MOST_FAILURES]:
            del _states[name]


def state_of(digest: str, key: str) -> State | None:
    """Return the state of an edition; None if it was not asked for, or is made."""
    with _lock:
        state = _states.get((digest, key))
        if state is None or state.word is not Word.WAITING:
            return state
        before = list(_states)[: list(_states).index((digest, key))]
        return State(Word.WAITING, place=sum(_states[name].word is not Word.FAILED for name in before))


@dataclass(frozen=True, slots=True)
class Teller:
    """Notes how far an edition is."""

    digest: str
    key: str

    def __call__(self, progress: Progress) -> None:
        """Note it."""
        with _lock:
            waited = _states.get((self.digest, self.key), State(Word.WAITING))
            _states[self.digest, self.key] = replace(waited, word=Word.MAKING, progress=progress)
