"""How soon a cell that has stopped is noticed, and how long one that is stopped on purpose still answers."""

from typing import Final

BEAT_SECONDS: Final = 1.0
SILENT_SECONDS: Final = 6.0
"""After this long without a heartbeat, by the clock of the database, a cell's partitions are taken by others."""
DRAIN_SECONDS: Final = 5.0
"""How long a cell that is draining still answers, so that pages find another one and a proxy sees its readiness."""
IDLE_SECONDS: Final = 600.0
"""A partition for which nothing is open is given up after this long, so that it may come to another cell."""
