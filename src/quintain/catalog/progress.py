"""How far somebody is, as this room shows it. The room that knows registers a reader; this one is below it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from quintain.accounts.models import User
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.lab import Lab


class Phase(StrEnum):
    """The state of one phase, as its arc of the ring glyph shows it."""

    TODO = "todo"
    WORK = "work"
    SKIPPED = "skipped"
    DONE = "done"
    SEEN = "seen"
    OPEN = "still-open"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class LabState:
    """How far a learner is in one lab.

    ``find``, ``break_`` and ``fix`` are None if the lab has no such phase. ``result`` is the last counted verdict's
    word, ``sentence`` what it said, ``stopped`` and ``attacks`` count its attacks, ``tries`` all counted verdicts.
    ``seen_at`` is when the learner looked at a sound fix, which happens only before a proof. ``proof_lost_at`` is when
    a search behind the verdict found that the only proof does not hold.
    """

    find: Phase | None
    break_: Phase | None = None
    fix: Phase | None = Phase.TODO
    result: str | None = None
    sentence: str = ""
    attacks_stopped: int = 0
    attacks: int = 0
    tries: int = 0
    touched_at: datetime | None = None
    tried_at: datetime | None = None
    proven_at: datetime | None = None
    seen_at: datetime | None = None
    proof_lost_at: datetime | None = None

    @property
    def word(self) -> str:
        """One of ``todo``, ``work``, ``still-open``, ``broken``, ``seen``, ``proven``."""
        if self.proven_at:
            return "proven"
        if self.seen_at:
            return "seen"
        if self.fix in {Phase.OPEN, Phase.BROKEN}:
            return str(self.fix)
        return "work" if self.touched_at else "todo"

    @property
    def unbroken(self) -> bool:
        """Whether the fix is proven and the phase *break* has been left out."""
        return self.proven_at is not None and self.break_ not in {None, Phase.DONE}

    @property
    def searching(self) -> bool:
        """Whether the learner is still at the phase *find*: not all is found, and nothing later was tried."""
        begun = self.break_ in {Phase.WORK, Phase.SKIPPED, Phase.DONE}
        return self.find in {Phase.TODO, Phase.WORK} and not begun and self.fix in {Phase.TODO, None}

    @property
    def breaking(self) -> bool:
        """Whether the learner is still at the phase *break*: it is neither done nor skipped, and no fix was tried."""
        return self.break_ in {Phase.TODO, Phase.WORK} and not self.searching and self.fix is Phase.TODO


@dataclass(frozen=True, slots=True)
class Dot:
    """A check of a verdict figure: ``kind`` test, wanted or attack; ``outcome`` as the judge says it."""

    kind: str
    number: int
    outcome: str
    title: str


@dataclass(frozen=True, slots=True)
class LastTry:
    """The last verdict of a lab: its figure, and the place in the learner's code that an attack came through.

    ``sentence`` is in the language of the page as far as it can be.
    """

    dots: tuple[Dot, ...]
    file: str = ""
    line: int = 0
    text: str = ""
    sentence: str = ""


class ProgressReader(Protocol):
    """What the room that keeps attempts can tell."""

    def states(self, user: User, labs: Iterable[Lab]) -> Mapping[UUID, LabState]:
        """Return the state of each lab, by the lab's UUID."""

    def last_try(self, user: User, lab: Lab) -> LastTry | None:
        """Return the last verdict on this lab."""


_readers: list[ProgressReader] = []


def register(reader: ProgressReader) -> None:
    """Let ``reader`` tell how far people are."""
    _readers[:] = [reader]


_elements: list[Callable[[User], frozenset[UUID]]] = []


def register_exercises(elements_done: Callable[[User], frozenset[UUID]]) -> None:
    """Let ``elements_done`` tell which elements of exercises people answered rightly."""
    _elements[:] = [elements_done]


def exercises_done(user: User, exercises: Iterable[Exercise]) -> frozenset[UUID]:
    """Return the exercises of which ``user`` answered every element rightly."""
    done = _elements[0](user)
    return frozenset(each.uuid for each in exercises if all(element.uuid in done for element in each.elements))


def reader() -> ProgressReader:
    """Return the registered reader."""
    return _readers[0]
