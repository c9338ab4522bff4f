"""Many children write, each a little.

expect: limit output
caught: output
"""

import os
import time

for _ in range(8):
    if os.fork() == 0:
        for _ in range(1000):
            os.write(1, b"passed\n" * 10)
            time.sleep(0.001)
        os._exit(0)
while True:
    time.sleep(1)
