"""What proof.json holds: that a lab was proven as it stands."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PYTHON: Final = f"{sys.version_info.major}.{sys.version_info.minor}"  # fixes behave as this version's library does


@dataclass(frozen=True, slots=True)
class Proof:
    """What the lab's matrix found when it last agreed: of which content, and what rejected each wrong fix.

    ``python`` is the interpreter's version that ran it, without its last number: ``"3.13"``.
    """

    digest: str
    signatures: Mapping[str, frozenset[str]]
    python: str = PYTHON
