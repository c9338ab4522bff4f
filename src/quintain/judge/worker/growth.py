"""Measures how the work grows with the text: processor time of the whole box, seen from outside, never a clock.

The method, and the trials behind its numbers: twice the text costs a linear function 2 times the work, a sort little
more, a square 4 times. Between them is 2.83, half-way by ratio. Load makes a measurement larger, never smaller, so
pairs are measured in turn and the smallest of each side counts. What a call costs at size 1 is subtracted. No size is
measured twice, so that a cache has nothing to remember.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from quintain.judge.errors import LabBroken, Raised, TimedOut
from quintain.judge.profiles.function import FunctionBox
from quintain.judge.suspect.box import SuspectBox
from quintain.judge.suspect.evidence import MarkedText, shorten
from quintain.judge.suspect.oracles import Landed, Outcome, Repelled

THRESHOLD: Final = 2.83
FLOOR_SECONDS: Final = 0.03
CLIMB_SECONDS: Final = 0.25
CAP_SECONDS: Final = 0.5
CAP_RATIO: Final = 8
FIRST_SIZE: Final = 4
LAST_SIZE: Final = 2**17
PAIRS: Final = 3

type Make = Callable[[int], object]
type Send = Callable[[object], object]


class CapReached(Exception):  # noqa: N818  an event, not an error
    """A call burnt more than any function that is linear could have."""


@dataclass(slots=True)
class GrowthProbe:
    """Costs by size, in seconds of processor time above the cost of size 1."""

    box: SuspectBox
    send: Send
    make: Make
    base: float = 0.0
    costs: dict[int, float] = field(default_factory=dict)
    lengths: dict[int, int] = field(default_factory=dict)

    def warm(self) -> None:
        """Let the suspect import what it needs, then take the cost of size 1."""
        self._burn(1, float("inf"))
        self.base = min(self._burn(1, float("inf")) for _ in range(2))

    def measure(self, size: int, cap: float) -> float:
        """Take the cost of one size.

        Raises:
            CapReached: it passed ``cap`` seconds and the call still runs; the box is of no more use.
            TimedOut: there was no answer in time, and next to no work.

        """
        self.costs[size] = max(0.0, self._burn(size, cap) - self.base)
        return self.costs[size]

    def _burn(self, size: int, cap: float) -> float:
        made = self.make(size)
        self.lengths[size] = len(made) if isinstance(made, (str, bytes, list, tuple)) else size
        start = self.box.cpu_seconds()

        def watch() -> None:
            if self.box.cpu_seconds() - start - self.base > cap:
                raise CapReached

        with self.box.watched(watch):
            try:
                self.send(made)
            except Raised:
                pass  # a refusal costs what it costs
            except TimedOut as error:
                if not error.worked and self.box.cpu_seconds() - start - self.base < CAP_SECONDS:
                    raise  # a busy machine kept it from working: that is no growth, and it is tried once more
                raise CapReached from error
        return self.box.cpu_seconds() - start


def grows(box: SuspectBox, target: str | Send, make: Make) -> Outcome:
    """Measure whether the suspect's work grows faster than the text that it gets.

    Args:
        box: the suspect.
        target: ``module:function``, called with one argument; in other profiles a function that sends one text,
            such as ``lambda text: box.http.post("/", data={"q": text})``; a URL holds no more than 65,536 characters.
        make: makes the text of a size from 1 to 131,072; size and length should grow alike.

    Returns:
        Landed if twice the size costs 2.83 times the work or more, or if one call had to be stopped.

    """
    probe = GrowthProbe(box, _sender(box, target), make)
    try:
        probe.warm()
        outcome = _climb(probe)
    except CapReached:
        outcome = _stopped(probe)
    _show(probe, target, outcome)
    return outcome


def _sender(box: SuspectBox, target: str | Send) -> Send:
    if not isinstance(target, str):
        return target
    if not isinstance(box, FunctionBox):
        raise LabBroken("grows() needs a function that sends one text: this lab has no functions to call by name.")
    return lambda made: box.call(target, made)


def _climb(probe: GrowthProbe) -> Outcome:
    size = FIRST_SIZE
    cost = probe.measure(size, CAP_SECONDS)
    while 2 * size <= LAST_SIZE and cost <= CLIMB_SECONDS:
        double = probe.measure(2 * size, _cap(cost))
        if ratio(cost, double) >= THRESHOLD and (confirmed := _confirm(probe, size)) >= THRESHOLD:
            length, seconds = probe.lengths[2 * size], probe.costs[2 * size]
            return Landed(
                f"Twice the text costs {confirmed:.1f} times the work: {length:,} characters take {seconds:.2f} s."
            )
        size, cost = 2 * size, double
    return Repelled(f"{probe.lengths[size]:,} characters take {cost:.2f} s of work, and it grows with the text.")


def _confirm(probe: GrowthProbe, size: int) -> float:
    """Measure a suspicious pair again, in turn, and trust the smallest of each side."""
    single, double = [probe.costs[size]], [probe.costs[2 * size]]
    for more in range(1, PAIRS):
        single.append(probe.measure(size + more, _cap(single[0])))
        double.append(probe.measure(2 * (size + more), _cap(single[0])))
    return ratio(min(single), min(double))


def ratio(single: float, double: float) -> float:
    """Say how many times as much the double size costs; below the floor, costs are noise and count as the floor."""
    return double / max(single, FLOOR_SECONDS)


def _cap(cost: float) -> float:
    return max(CAP_SECONDS, CAP_RATIO * cost)


def _stopped(probe: GrowthProbe) -> Landed:
    size, length = list(probe.lengths.items())[-1]
    before = [f"; {probe.lengths[each]:,} took {cost:.3f} s" for each, cost in probe.costs.items() if each < size]
    return Landed(f"{length:,} characters keep it busy until it is stopped{''.join(before[-1:])}.")


def _show(probe: GrowthProbe, target: str | Send, outcome: Outcome) -> None:
    size = list(probe.lengths)[-1]
    made = probe.make(size)
    name = target.replace(":", ".") if isinstance(target, str) else "Sent"
    words = MarkedText.join([(f"{name}(", False), (shorten(repr(made)), True), (")", False)])
    lines = [
        f"{probe.lengths[each]:>9,} characters  {cost:8.3f} s of work"
        for each, cost in probe.costs.items()
        if cost >= FLOOR_SECONDS / 10 or each == size
    ]
    if size not in probe.costs:
        lines.append(f"{probe.lengths[size]:>9,} characters  stopped")
    probe.box.show(words, "\n".join(lines[-8:]) or outcome.sentence)
