"""The judge's program in the box is stopped.

base: starter
verdict: broken
seconds: 2
"""

import os
import signal

os.kill(os.getppid(), signal.SIGSTOP)
