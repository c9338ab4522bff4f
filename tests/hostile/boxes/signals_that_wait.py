"""Let signals queue up that nobody takes.

expect: says contained
caught: pending signals
"""

import ctypes
import os
import signal

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGRTMIN})
libc = ctypes.CDLL(None, use_errno=True)
queued = 0
while queued < 1_000_000 and libc.sigqueue(os.getpid(), int(signal.SIGRTMIN), None) == 0:
    queued += 1
print("contained" if queued < 1000 else f"ESCAPED: {queued}")
