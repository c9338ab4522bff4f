"""How soon a worker that has stopped is noticed: a job runs again within 20 seconds after its worker was killed."""

from typing import Final

HEARTBEAT_SECONDS: Final = 2.0
STALLED_SECONDS: Final = 10.0
"""After this long without a heartbeat, by the clock of the database, a worker's jobs are given to others."""
SWEEP_SECONDS: Final = 5.0
POLL_SECONDS: Final = 1.0
"""Workers are told of a new job; one that waited for its user's last job, or is queued again, they find by looking."""
