"""Signal the own process group, which a process outside might share.

expect: signal 9
caught: namespaces
"""

import os
import signal

if os.getpgrp() == 0 or os.getsid(0) == 0:
    print("ESCAPED: the group belongs to a process outside", flush=True)
    os._exit(1)
os.kill(0, signal.SIGKILL)
print("ESCAPED: lived", flush=True)
