"""Stop itself, so that no signal but one is heard.

expect: limit wall
caught: wall
"""

import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
