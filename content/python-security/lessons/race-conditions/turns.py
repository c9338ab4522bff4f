"""Two real threads, stopped before each marked line, and let go in the order that is asked for."""

import inspect
import re
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from types import FrameType

from account import Account, withdraw, withdraw_half_locked, withdraw_locked

STEPS = 3
MARK = re.compile(r"# (look|check|use|refuse)$")


@dataclass(frozen=True)
class Event:
    """What a thread did: a step, or that it had to wait; what it has seen, and the balance afterwards."""

    thread: str
    step: str
    saw: int | None
    balance: int


class Walker(threading.Thread):
    """Runs one function; before each line marked with a comment it stops until it is let go."""

    def __init__(self, function: Callable[..., int], *arguments: object) -> None:
        super().__init__(daemon=True)
        self.function, self.arguments = function, arguments
        lines, first = inspect.getsourcelines(function)
        self.marks = {first + n: (found[1], line) for n, line in enumerate(lines) if (found := MARK.search(line.rstrip()))}
        self.next: tuple[str, str] | None = None
        self.frame: FrameType | None = None
        self.result = 0
        self.here, self.go = threading.Semaphore(0), threading.Semaphore(0)

    def run(self) -> None:
        sys.settrace(self.trace)
        self.result = self.function(*self.arguments)
        sys.settrace(None)
        self.next = None
        self.here.release()

    def trace(self, frame: FrameType, event: str, _: object) -> object:
        if frame.f_code is not self.function.__code__:
            return None
        self.frame = frame
        if event == "line" and frame.f_lineno in self.marks:
            self.next = self.marks.pop(frame.f_lineno)
            self.here.release()
            self.go.acquire()
        return self.trace

    def step(self) -> str:
        assert self.next
        name, _ = self.next
        self.go.release()
        self.here.acquire()
        return name

    def must_wait(self, account: Account) -> bool:
        return bool(self.next) and "with account.lock" in self.next[1] and account.lock.locked()


def play(function: Callable[..., int], order: str, amount: int = 80) -> tuple[list[Event], int, int]:
    """Let the threads A and B take their steps in `order`; return what happened, the money paid, and the balance."""
    account = Account()
    walkers = {name: Walker(function, account, amount) for name in "AB"}
    for walker in walkers.values():
        walker.start()
        walker.here.acquire()
    events: list[Event] = []
    wishes = list(order)
    while wishes:
        name = next((wish for wish in wishes if not walkers[wish].must_wait(account)), "")
        for waiting in wishes[: wishes.index(name)]:
            if Event(waiting, "wait", None, account.balance) not in events:
                events.append(Event(waiting, "wait", None, account.balance))
        wishes.remove(name)
        step = walkers[name].step()
        saw = walkers[name].frame.f_locals.get("balance")
        events.append(Event(name, step, saw, account.balance))
    for walker in walkers.values():
        walker.join()
    return events, sum(walker.result for walker in walkers.values()), account.balance


def orders() -> Iterator[str]:
    """Every order of three steps of A and three of B."""
    for places in combinations(range(2 * STEPS), STEPS):
        yield "".join("A" if place in places else "B" for place in range(2 * STEPS))


if __name__ == "__main__":
    for function in (withdraw, withdraw_half_locked, withdraw_locked):
        paid = [play(function, order)[1] for order in orders()]
        print(f"{function.__name__:21} pays 160 in {paid.count(160):2} of {len(paid)} orders, 80 in {paid.count(80)}")
