"""Whose request is next: of those that wait for a thread, each client's come in turn, and none has many at once."""

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Final

type Turn = asyncio.Future[None]
"""Done when the turn has come."""

ALONE: Final = 1
"""How many more a client has at once than its share while nobody else asks."""


class TooManyWaiting(Exception):  # noqa: N818  what the client did
    """As many requests of this client wait as are kept."""


@dataclass(slots=True)
class Client:
    """What one client has asked: how many turns it has now, how many it may have beside others, and those it awaits."""

    share: int
    has: int = 0
    waiting: deque[Turn] = field(default_factory=deque)


class Turns:
    """Lets so many requests be answered at once. Used in the event loop alone.

    However many requests a client sends at once, those of another wait for one of each client at most. A client that
    has its share waits even for a thread that is free, while others ask: pages share one processor, as Python has it,
    so that each of them which is answered beside another's takes from that one.
    """

    def __init__(self, slots: int) -> None:
        self._free = slots
        self._clients: dict[str, Client] = {}
        """Those that have or await a turn."""
        self._waiting: OrderedDict[str, None] = OrderedDict()
        """Those that await one, in the order of their turns."""

    def ask(self, whose: str, most_waiting: int, share: int = 1) -> Turn:
        """Ask for a turn, which has to be given back, had or not.

        Raises:
            TooManyWaiting: So many of the same client wait already.

        """
        turn: Turn = asyncio.get_running_loop().create_future()
        client = self._clients.setdefault(whose, Client(share))
        if len(client.waiting) >= most_waiting and not self._may_begin(client):
            raise TooManyWaiting
        client.waiting.append(turn)
        self._waiting.setdefault(whose)
        self._hand_out()
        return turn

    def give_back(self, whose: str, turn: Turn) -> None:
        """Give a turn back; if it had come, it goes to the client that waits longest and may have it."""
        client = self._clients[whose]
        if turn.done():
            client.has -= 1
            self._free += 1
        else:
            client.waiting.remove(turn)
            turn.cancel()
            if not client.waiting:
                del self._waiting[whose]
        if not (client.has or client.waiting):
            del self._clients[whose]
        self._hand_out()

    def _hand_out(self) -> None:
        while self._free > 0:
            whose = next((each for each in self._waiting if self._may_begin(self._clients[each])), None)
            if whose is None:
                return
            client = self._clients[whose]
            client.waiting.popleft().set_result(None)
            client.has += 1
            self._free -= 1
            if client.waiting:
                self._waiting.move_to_end(whose)  # behind all others
            else:
                del self._waiting[whose]

    def _may_begin(self, client: Client) -> bool:
        is_alone = len(self._clients) == 1
        return self._free > 0 and client.has < client.share + (ALONE if is_alone else 0)
