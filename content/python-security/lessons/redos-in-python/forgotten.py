"""A timer that nobody cancels interrupts the code that runs after the match."""

import re
import signal
import time

from alarm import stop

if __name__ == "__main__":
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    print("the match:   ", re.match(r"^(a+)+$", "aaaa!"))
    try:
        time.sleep(1)
    except TimeoutError:
        print("code after it: TimeoutError")
