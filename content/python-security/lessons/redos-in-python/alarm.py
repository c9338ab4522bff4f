"""A timer signal stops a match, but only on the main thread."""

import re
import signal
import threading
import time
from types import FrameType


def stop(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def match_within(seconds: float, text: str) -> str:
    begin = time.perf_counter()
    try:
        signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            re.match(r"^(a+)+$", text)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except TimeoutError:
        return f"stopped after {time.perf_counter() - begin:.2f} s"
    except ValueError as error:
        return f"ValueError: {error}"
    return "ran to its end"


if __name__ == "__main__":
    long = "a" * 40 + "!"
    print("main thread:  ", match_within(0.1, long))
    worker = threading.Thread(target=lambda: print("worker thread:", match_within(0.1, long)))
    worker.start()
    worker.join()
