"""Memory: of one process by the kernel, of the whole tree (and of shared mappings) by the supervisor."""

from quintain.sandbox.limits import Rule, Seen
from quintain.sandbox.model import MEBIBYTE, Limit, Limits

ADDRESSES_PER_MEMORY = 4
MARGIN_MEBIBYTES = 16  # the sandbox's processes, and a stack: who asks for too much alone shall see an error, and live
LEAST_ADDRESSES = 2048 * MEBIBYTE  # address space is cheap: twenty threads alone reserve over a gigabyte


def rlimits(limits: Limits) -> dict[str, int]:
    """Make an allocation fail with MemoryError in the process that asks for too much."""
    memory = limits.memory_mebibytes * MEBIBYTE
    return {
        "RLIMIT_DATA": memory,
        "RLIMIT_AS": max(memory * ADDRESSES_PER_MEMORY, LEAST_ADDRESSES),
        "RLIMIT_MEMLOCK": 0,  # locked pages cannot be swapped out
        "RLIMIT_MSGQUEUE": 0,  # message queues are kernel memory
        "RLIMIT_CORE": 0,  # a core file would hold all memory again
    }


def exceeded(limits: Limits, seen: Seen) -> bool:
    """Whether the tree holds more than its share: many processes, or MAP_SHARED, which RLIMIT_DATA does not count."""
    return seen.memory_bytes > ceiling_bytes(limits)


def ceiling_bytes(limits: Limits) -> int:
    """How much the whole tree may hold."""
    return (limits.memory_mebibytes + MARGIN_MEBIBYTES) * MEBIBYTE


RULE = Rule(rlimits, Limit.MEMORY, exceeded)
