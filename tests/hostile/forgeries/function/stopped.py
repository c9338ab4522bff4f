"""The program stops itself.

base: starter
verdict: broken
seconds: 2
"""

import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
