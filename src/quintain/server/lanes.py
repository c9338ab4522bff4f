"""A fair waiting line: one lane for each student, served in turn, one job of a lane at a time."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field


class LanesFull(Exception):  # noqa: N818  a state, not a mistake
    """As many jobs wait as the line takes."""


@dataclass(slots=True)
class Lanes[Job]:
    """Jobs by lane. Not safe for threads: the owner holds a lock."""

    capacity: int
    _waiting: OrderedDict[str, deque[Job]] = field(default_factory=OrderedDict)
    _busy: set[str] = field(default_factory=set)

    def __len__(self) -> int:
        return sum(len(lane) for lane in self._waiting.values())

    def put(self, lane: str, job: Job) -> None:
        """Let a job wait.

        Raises:
            LanesFull: ``capacity`` jobs wait already.

        """
        if len(self) >= self.capacity:
            raise LanesFull
        self._waiting.setdefault(lane, deque()).append(job)

    def take(self) -> tuple[str, Job] | None:
        """Return the next job whose lane is idle, and call the lane busy until ``done``; None if there is none."""
        for lane in self._waiting:
            if lane not in self._busy:
                job = self._waiting[lane].popleft()
                self._busy.add(lane)
                self._to_the_back(lane)
                return lane, job
        return None

    def done(self, lane: str) -> None:
        """Say that the lane's job has ended."""
        self._busy.discard(lane)

    def order(self) -> list[Job]:
        """Return the waiting jobs in the order in which they will be taken, as far as can be known now."""
        lanes = [deque(lane) for lane in self._waiting.values()]
        ordered: list[Job] = []
        while any(lanes):
            ordered.extend(lane.popleft() for lane in lanes if lane)
        return ordered

    def _to_the_back(self, lane: str) -> None:
        if self._waiting[lane]:
            self._waiting.move_to_end(lane)
        else:
            del self._waiting[lane]
