"""Whose request is next: of those that wait for a thread, each session's come in turn, one by one."""

import asyncio
from collections import OrderedDict, deque

type Turn = asyncio.Future[None]
"""Done when the turn has come."""


class TooManyWaiting(Exception):  # noqa: N818  what the client did
    """As many requests of this session wait as are kept."""


class Turns:
    """Lets so many requests be answered at once. Used in the event loop alone.

    However many requests a session sends at once, those of another wait for one of each session at most.
    """

    def __init__(self, slots: int) -> None:
        self._free = slots
        self._waiting: OrderedDict[str, deque[Turn]] = OrderedDict()

    def ask(self, whose: str, most_waiting: int) -> Turn:
        """Ask for a turn, which has to be given back, had or not.

        Raises:
            TooManyWaiting: So many of the same session wait already.

        """
        turn: Turn = asyncio.get_running_loop().create_future()
        if self._free > 0:
            self._free -= 1
            turn.set_result(None)
            return turn
        queue = self._waiting.setdefault(whose, deque())
        if len(queue) >= most_waiting:
            raise TooManyWaiting
        queue.append(turn)
        return turn

    def give_back(self, whose: str, turn: Turn) -> None:
        """Give a turn back; if it had come, it is that of the session now which waits longest for one."""
        if not turn.done():
            queue = self._waiting[whose]
            queue.remove(turn)
            if not queue:
                del self._waiting[whose]
            turn.cancel()
        elif self._waiting:
            other, queue = self._waiting.popitem(last=False)
            queue.popleft().set_result(None)
            if queue:
                self._waiting[other] = queue  # behind all others
        else:
            self._free += 1
