"""What is told of each answer to a request, to what counts it or writes it into the log."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

NO_ROUTE: Final = "none"
"""Of an address that there is not."""
FILES: Final = "static"
REFUSED: Final = "refused"
"""Of what no thread has seen: too large, too slow, too often."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: the name of its route, its status, how long it took, and the number that its log entries have."""

    method: str
    route: str
    status: int
    seconds: float
    request: str


type Note = Callable[[Answered], None]
