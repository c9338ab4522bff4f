"""Leave a daemon behind that has left session, group and parent.

expect: exit 0
caught: namespaces
"""

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(3600)
    os._exit(0)
os.wait()
