"""All limits together, in the order in which the supervisor names the one that ended a box."""

from quintain.sandbox.limits import Rule, Seen, cpu, files, memory, output, processes, wall
from quintain.sandbox.model import Limit, Limits

RULES: tuple[Rule, ...] = (output.RULE, memory.RULE, processes.RULE, cpu.RULE, wall.RULE, files.RULE)


def all_rlimits(limits: Limits) -> dict[str, int]:
    """Collect what the kernel shall hold for every process of the box."""
    return {name: value for rule in RULES for name, value in rule.rlimits(limits).items()}


def broken(limits: Limits, seen: Seen) -> Limit | None:
    """Name the first limit that was exceeded, if any."""
    return next((rule.limit for rule in RULES if rule.limit is not None and rule.exceeded(limits, seen)), None)
