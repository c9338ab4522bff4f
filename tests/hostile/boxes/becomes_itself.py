"""Become the same program over and over: what has been used should be forgotten.

expect: limit cpu
caught: cpu
"""

import os
import sys

os.execv(sys.executable, [sys.executable, "-I", "-c", "import os, sys; os.execv(sys.executable, [*sys.orig_argv])"])
