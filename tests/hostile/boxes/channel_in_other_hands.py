"""Hand the channel on to a child, and end: whoever listens must not wait for the child.

expect: exit 0
caught: namespaces
"""

import os
import time

if os.fork() == 0:
    os.setsid()
    while True:
        os.write(3, b"passed")
        time.sleep(0.01)
os._exit(0)
