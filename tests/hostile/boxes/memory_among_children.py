"""Share a memory bomb among processes, each within its own limit.

expect: limit memory
caught: memory
"""

import os
import time

for _ in range(10):
    if os.fork() == 0:
        hoard = bytearray(40 << 20)
        time.sleep(60)
time.sleep(60)
