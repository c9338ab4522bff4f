"""The small computer on which the sealer runs. It has no battery, so its clock begins at the same time at each start."""

import time
from itertools import count

POWER_ON_NS = 1_800_000_000 * 10**9
TICK_NS = 10**6


def power_on():
    """Set the clock of the program to the time of the factory; it goes on by one tick whenever somebody reads it."""
    ticks = count()
    time.time_ns = lambda: POWER_ON_NS + next(ticks) * TICK_NS
    time.time = lambda: time.time_ns() / 10**9
