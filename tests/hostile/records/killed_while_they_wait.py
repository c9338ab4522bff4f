"""Kill those who wait for the logger, again and again, so that it looks at processes that are gone.

expect: says done
"""

import os
import signal
import time

for _ in range(100):
    child = os.fork()
    if child == 0:
        while True:
            os.close(os.open("/dev/null", os.O_RDONLY))
    time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
print("done")
