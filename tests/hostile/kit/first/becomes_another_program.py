"""The process becomes another program, which ends well.

verdicts: broken
"""

import os
import sys

os.execv(sys.executable, [sys.executable, "-I", "-c", "print('1 passed')"])
