"""The limits of a box, one a module.

Each says what the kernel shall enforce (``rlimits``) and what the supervisor watches for from outside (``exceeded``),
because most attacks escape one of the two.
"""

from collections.abc import Callable
from dataclasses import dataclass

from quintain.sandbox.model import Limit, Limits


@dataclass(frozen=True, slots=True)
class Seen:
    """What the supervisor has measured of a box since its program began."""

    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory_bytes: int = 0
    tasks: int = 0
    output_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit: what the kernel holds, and when the supervisor ends the box."""

    rlimits: Callable[[Limits], dict[str, int]] = lambda _limits: {}
    limit: Limit | None = None
    exceeded: Callable[[Limits, Seen], bool] = lambda _limits, _seen: False
