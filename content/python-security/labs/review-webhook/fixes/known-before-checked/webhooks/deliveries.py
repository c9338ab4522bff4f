"""The deliveries that were seen, so that a retry is cheap and changes nothing twice."""

import clock
import config

DONE = "done"

SEEN = {}


def state(delivery):
    """Return what is known of a delivery; None if it is new or forgotten."""
    known, since = SEEN.get(delivery, (None, 0))
    return known if clock.now() - since <= config.RETRIED_FOR_SECONDS else None


def remember(delivery, known):
    """Keep the state of a delivery, and forget those that the provider no longer retries."""
    oldest = clock.now() - config.RETRIED_FOR_SECONDS
    for old in [name for name, (_, since) in SEEN.items() if since < oldest]:
        del SEEN[old]
    SEEN[delivery] = (known, clock.now())
