"""Stopped, and never continued.

verdicts: broken
"""

import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
