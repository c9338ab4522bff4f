"""A timer's signal ends the program with status 0, whatever it is doing.

verdicts: broken, still-open
"""

import os
import signal

signal.signal(signal.SIGALRM, lambda *facts: os._exit(0))
signal.setitimer(signal.ITIMER_REAL, 0.02)
