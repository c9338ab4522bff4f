"""Take memory as a shared mapping, which RLIMIT_DATA does not count.

expect: limit memory
caught: memory
"""

import mmap
import time

hoard = []
while True:
    try:
        each = mmap.mmap(-1, 16 << 20)
    except OSError:
        time.sleep(60)
    for page in range(0, len(each), 4096):
        each[page] = 1
    hoard.append(each)
