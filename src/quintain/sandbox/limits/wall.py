"""Time on the clock: sleeping, stopping itself and waiting for ever burn no processor time."""

from quintain.sandbox.limits import Rule, Seen
from quintain.sandbox.model import Limit, Limits


def exceeded(limits: Limits, seen: Seen) -> bool:
    """Whether the deadline has passed."""
    return seen.wall_seconds >= limits.wall_seconds


RULE = Rule(limit=Limit.WALL, exceeded=exceeded)
