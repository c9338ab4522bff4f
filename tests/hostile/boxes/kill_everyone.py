"""Kill every process that can be reached, and process 1 too.

expect: signal 9
caught: namespaces
"""

import os
import signal

try:
    os.kill(1, signal.SIGKILL)
    os.kill(1, signal.SIGINT)
except OSError:
    pass
if os.fork() == 0:
    os.kill(-1, signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
