"""The judge's program in the box is killed.

base: starter
verdict: broken
"""

import os
import signal

os.kill(os.getppid(), signal.SIGKILL)
