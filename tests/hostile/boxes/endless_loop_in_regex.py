"""Compute for ever inside C code that holds the interpreter's lock.

expect: limit cpu
caught: cpu
"""

import re

re.match(r"(a+)+$", "a" * 64 + "!")
