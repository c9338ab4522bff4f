"""Every child makes the next one and waits for it.

expect: limit processes
caught: processes
"""

import os
import time

while True:
    try:
        if os.fork():
            os.wait()
            os._exit(0)
    except OSError:
        time.sleep(0.01)
