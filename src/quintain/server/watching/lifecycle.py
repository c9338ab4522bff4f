"""How far this process is, as those say that start and stop it, and why it may not be ready. Knows no Django."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


@dataclass(slots=True)
class Lifecycle:
    """Each is set once, by one thread, and read by others."""

    has_started: bool = False
    is_stopping: bool = False


LIFECYCLE: Final = Lifecycle()


class Reason(StrEnum):
    """Why a process is not ready, in words for those who watch it."""

    STOPPING = "It is being stopped: it ends what it has begun, and takes nothing new."
    STARTING = "It is still starting."
    NO_ANSWER = "The database does not answer."
    OLD_TABLES = "The database lacks migrations of this version."
    NO_COURSE = "The course pack is not loaded."
