"""A thread ends the program with status 0 a moment later.

verdicts: broken, still-open
"""

import os
import threading
import time


def leave():
    time.sleep(0.02)
    os._exit(0)


threading.Thread(target=leave, daemon=True).start()
