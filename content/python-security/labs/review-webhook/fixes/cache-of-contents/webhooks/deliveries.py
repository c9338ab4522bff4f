"""The deliveries that were seen, so that a retry is cheap and changes nothing twice."""

import clock
import config


class Seen:
    """Names that are kept for some time."""

    def __init__(self, seconds):
        self._seconds = seconds
        self._since = {}

    def add(self, name):
        oldest = clock.now() - self._seconds
        self._since = {known: since for known, since in self._since.items() if since >= oldest}
        self._since[name] = clock.now()

    def __contains__(self, name):
        return name in self._since and clock.now() - self._since[name] <= self._seconds


_DONE = Seen(config.RETRIED_FOR_SECONDS)
_CONTENTS = Seen(2 * config.TOLERANCE_SECONDS)


def done(delivery):
    """Remember a delivery that was booked."""
    _DONE.add(delivery)


def is_done(delivery):
    return delivery in _DONE


def verified(content):
    """Remember all that a signature has covered, and the signature."""
    _CONTENTS.add(content)


def is_verified(content):
    return content in _CONTENTS
