"""Processes and threads: the fork bomb."""

from quintain.sandbox.limits import Rule, Seen
from quintain.sandbox.model import Limit, Limits

REAPER = 1  # process 1 belongs to the sandbox, yet the kernel counts it with the program's own


def rlimits(limits: Limits) -> dict[str, int]:
    """Make one fork too many visible to the supervisor, and each further one fail with EAGAIN."""
    return {
        "RLIMIT_NPROC": limits.processes + REAPER + 1,
        "RLIMIT_SIGPENDING": 256,  # queued signals and timers are kernel memory
    }


def exceeded(limits: Limits, seen: Seen) -> bool:
    """Whether the tree is larger than allowed: the kernel does not enforce RLIMIT_NPROC for every user."""
    return seen.tasks > limits.processes


RULE = Rule(rlimits, Limit.PROCESSES, exceeded)
