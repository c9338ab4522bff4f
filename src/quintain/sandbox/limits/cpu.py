"""Processor time of the whole tree: endless loops, alone or shared among children that live only briefly."""

import math

from quintain.sandbox.limits import Rule, Seen
from quintain.sandbox.model import Limit, Limits

SPARE_SECONDS = 1  # the supervisor, which knows the whole tree, comes first; the kernel's limit is the net below it


def rlimits(limits: Limits) -> dict[str, int]:
    """Let the kernel kill any single process, even one whose supervisor is late."""
    return {"RLIMIT_CPU": math.ceil(limits.cpu_seconds) + SPARE_SECONDS}


def exceeded(limits: Limits, seen: Seen) -> bool:
    """Whether living and dead processes together used up their time."""
    return seen.cpu_seconds >= limits.cpu_seconds


RULE = Rule(rlimits, Limit.CPU, exceeded)
