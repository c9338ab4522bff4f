"""Lets visits that come together stand side by side: each waits after a query until the others have come as far.

How many come together stands in meeting.txt. With 1, which is how the house runs, nobody waits. The judge uses it so
that no luck is needed for two visits to meet between a look and a change.
"""

import threading
from contextlib import contextmanager
from pathlib import Path

FILE = Path(__file__).with_name("meeting.txt")
DOOR_SECONDS = 3.0
PAUSE_SECONDS = 0.5

changed = threading.Condition()
inside = 0
waiting = 0
rounds = 0


def expected():
    """Return how many visits come together."""
    return int(FILE.read_text())


def go_on():
    """Let all go on who wait, if nobody is left whom they could wait for."""
    global waiting, rounds
    if 0 < waiting >= inside:
        waiting, rounds = 0, rounds + 1
        changed.notify_all()


@contextmanager
def visit():
    """Wait at the door for the others, and count who is inside."""
    global inside
    count = expected()
    with changed:
        inside += 1
        changed.notify_all()
        if count > 1:
            changed.wait_for(lambda: inside >= count, DOOR_SECONDS)
    try:
        yield
    finally:
        with changed:
            inside -= 1
            go_on()


def pause():
    """Wait until all who are inside have come as far; for a moment only, since one may wait for a lock of ours."""
    global waiting
    if expected() < 2:
        return
    with changed:
        mine = rounds
        waiting += 1
        go_on()
        if not changed.wait_for(lambda: rounds != mine, PAUSE_SECONDS):
            waiting -= 1
