"""Ends a process that serves pages."""

import logging
import os
import sys


def leave() -> None:
    """End the process now, whatever its judge is doing.

    The interpreter would wait for a verdict that nobody waits for any more. What is under way is in the database as
    such and is judged again at the next start; boxes end with the process.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
