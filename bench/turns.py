"""Measures how long a newcomer waits while so many learners submit in a loop.

    python -m bench.turns [--learners 48 --times 8]

The queue of submissions and the judge's scheduler are the real ones. The boxes only sleep, six of 30 ms for each
submission, so that the figure tells of turns and not of the machine. It ends by itself.
"""

import argparse
import os
import statistics
import threading
import time
from collections.abc import Iterator
from itertools import count
from typing import Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quintain.server.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402  needs the settings
from django.tasks import task  # noqa: E402  as above

from quintain.judge.grading.box_scheduler import BoxScheduler  # noqa: E402  as above
from quintain.judge.judge import BOXES  # noqa: E402  as above
from quintain.server.judging import LONG_RUNNING  # noqa: E402  as above
from quintain.server.queue import InProcessBackend  # noqa: E402  as above

SCHEDULER: Final = BoxScheduler(BOXES, LONG_RUNNING)
BOX_SECONDS: Final = 0.03
BOXES_OPENED: Final = 6
LOAD_SECONDS: Final = 10.0
PAUSE_SECONDS: Final = 1.0

_numbers: Iterator[int] = count()
_done: dict[str, threading.Event] = {}


def served_seconds(user: str) -> float:
    """Ask the scheduler, as the server's queue does."""
    return SCHEDULER.served_seconds(user)


@task
def judge(*, student: str, number: str) -> None:
    """Open boxes one after another, which sleep."""
    usage = SCHEDULER.of(student)
    for _ in range(BOXES_OPENED):
        with SCHEDULER.acquire(usage):
            time.sleep(BOX_SECONDS)
    _done.pop(number).set()


def submit(queue: InProcessBackend, student: str) -> float:
    """Submit and wait for the end; return the seconds."""
    number, done, began = str(next(_numbers)), threading.Event(), time.monotonic()
    _done[number] = done
    queue.enqueue(judge, [], {"student": student, "number": number})
    done.wait()
    return time.monotonic() - began


def loop(queue: InProcessBackend, student: str, enough: threading.Event) -> None:
    """Be a learner who submits again at once."""
    while not enough.is_set():
        submit(queue, student)


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--learners", type=int, default=48)
    options.add_argument("--times", type=int, default=8)
    asked = options.parse_args()
    real = settings.TASKS["default"]["OPTIONS"]
    queue = InProcessBackend("default", {"OPTIONS": real | {"served": f"{__name__}.served_seconds"}})
    enough = threading.Event()
    learners = [threading.Thread(target=loop, args=(queue, str(number), enough)) for number in range(asked.learners)]
    for learner in learners:
        learner.start()
    time.sleep(LOAD_SECONDS if learners else 0.0)
    taken = []
    for number in range(asked.times):
        taken.append(submit(queue, f"newcomer {number}"))
        time.sleep(PAUSE_SECONDS)
    enough.set()
    for learner in learners:
        learner.join()
    print(f"{asked.learners} learners: median {statistics.median(taken):.2f} s, worst {max(taken):.2f} s")


if __name__ == "__main__":
    main()
