"""Fork until nothing is left.

expect: limit processes
caught: processes
"""

import os
import time

while True:
    try:
        os.fork()
    except OSError:
        time.sleep(0.01)
