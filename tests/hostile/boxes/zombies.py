"""Leave a litter of zombies.

expect: limit processes
caught: processes
"""

import os
import time

while True:
    try:
        if os.fork() == 0:
            os._exit(0)
    except OSError:
        time.sleep(0.05)
