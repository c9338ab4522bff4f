"""The signal that nothing survives.

verdicts: broken
"""

import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
