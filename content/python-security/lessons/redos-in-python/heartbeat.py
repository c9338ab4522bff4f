"""Let one thread beat every 50 ms while another matches 25 letters."""

import re
import threading
import time
from collections.abc import Callable
from itertools import pairwise

PERIOD = 0.05


def heart(beats: list[float], done: threading.Event) -> None:
    while not done.wait(PERIOD):
        beats.append(time.perf_counter())


def match() -> None:
    re.match(r"^(a+)+$", "a" * 25 + "!")


def beside(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long some work takes, and the longest time without a beat."""
    beats: list[float] = []
    done = threading.Event()
    thread = threading.Thread(target=heart, args=(beats, done))
    thread.start()
    time.sleep(0.5)
    begin = time.perf_counter()
    work()
    end = time.perf_counter()
    time.sleep(0.5)
    done.set()
    thread.join()
    return end - begin, max(later - sooner for sooner, later in pairwise(beats))


if __name__ == "__main__":
    seconds, silence = beside(match)
    print(f"the match takes  {seconds:.2f} s")
    print(f"longest silence  {silence:.2f} s")
    print(f"beats missed     {round(silence / PERIOD) - 1}")
