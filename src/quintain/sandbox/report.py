"""What process 1 of a box says when its program has ended. ``inside/init.py`` writes it."""

import json
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Report:
    """The reaper's word on the program: it was in the box, but the program could neither read nor write it."""

    status: int | None
    signal: int | None

    @classmethod
    def read(cls, text: bytes) -> Self | None:
        """Read the reaper's JSON; nothing if it was killed before it could write."""
        if not text:
            return None
        facts: dict[str, Any] = json.loads(text)  # Any: plain JSON
        return cls(facts["status"], facts["signal"])
