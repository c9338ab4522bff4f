"""What the attacks of a lab import from the judge, for a suspect in the same process: the least that works."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

THRESHOLD, FLOOR_SECONDS, CLIMB_SECONDS = 2.83, 0.03, 0.25
FIRST_SIZE, LAST_SIZE, PAIRS = 4, 2**17, 3


@dataclass
class Landed:
    """The attack did what it wanted."""

    sentence: str


@dataclass
class Repelled:
    """It did not."""

    sentence: str


@dataclass
class Answer:
    """What a program said and left."""

    code: int
    out: bytes
    err: bytes


@dataclass
class GrowthProbe:
    """Processor seconds by size, above those of size 1."""

    send: Callable[[object], object]
    make: Callable[[int], object]
    base: float = 0.0
    costs: dict[int, float] = field(default_factory=dict)

    def burn(self, size: int) -> float:
        """Take the time of one call."""
        made = self.make(size)
        start = time.process_time()
        self.send(made)
        return time.process_time() - start

    def measure(self, size: int) -> float:
        """Take the time of one size."""
        self.costs[size] = max(0.0, self.burn(size) - self.base)
        return self.costs[size]


def leaks(secret: str, answer: Any, _what: str = "") -> Landed | Repelled:  # Any: a response, a run or bytes
    """Look for a secret."""
    if isinstance(answer, list):
        found = [leaks(secret, each) for each in answer]
        return next((each for each in found if isinstance(each, Landed)), Repelled("It does not."))
    if isinstance(answer, Answer):
        texts = [answer.out.decode("latin-1"), answer.err.decode("latin-1")]
    elif hasattr(answer, "headers"):
        texts = [answer.text, *answer.headers.values()]
    else:
        texts = [answer.decode("latin-1") if isinstance(answer, bytes) else str(answer)]
    return Landed("It leaks.") if any(secret in text for text in texts) else Repelled("It does not.")


def happened(effect: bool, landed: str, repelled: str, **_facts: object) -> Landed | Repelled:
    """Say whether an effect was seen."""
    return Landed(landed) if effect else Repelled(repelled)


def started(_box: Any, _command: str) -> Repelled:  # Any: as in the judge's own
    """See nothing: without a sandbox nobody tells what a program has started. It is the attack that takes the time."""
    return Repelled("Nobody looked.")


def grows(box: Any, target: Any, make: Callable[[int], object]) -> Landed | Repelled:  # Any: as in the judge's own
    """Climb as the judge does, with this process's own clock, and nobody to stop a call that never ends."""
    probe = GrowthProbe(target if callable(target) else lambda made: box.call(target, made), make)
    probe.burn(1)
    probe.base = min(probe.burn(1) for _ in range(2))
    size, cost = FIRST_SIZE, probe.measure(FIRST_SIZE)
    while 2 * size <= LAST_SIZE and cost <= CLIMB_SECONDS:
        double = probe.measure(2 * size)
        if _ratio(cost, double) >= THRESHOLD and _confirm(probe, size) >= THRESHOLD:
            return Landed("It grows.")
        size, cost = 2 * size, double
    return Repelled("It grows with the text.")


def _confirm(probe: GrowthProbe, size: int) -> float:
    sizes = range(size, size + PAIRS)
    pairs = [(probe.measure(each), probe.measure(2 * each)) for each in sizes]
    return _ratio(min(single for single, _ in pairs), min(double for _, double in pairs))


def _ratio(single: float, double: float) -> float:
    return double / max(single, FLOOR_SECONDS)
