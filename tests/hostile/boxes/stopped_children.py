"""Leave children behind that are stopped and hear nothing.

expect: exit 0
caught: namespaces
"""

import os
import signal
import time

for _ in range(10):
    child = os.fork()
    if child == 0:
        os.setsid()
        while True:
            time.sleep(60)
    os.kill(child, signal.SIGSTOP)
os._exit(0)
