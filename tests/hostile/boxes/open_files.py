"""Open files until the kernel says no.

expect: says OSError 24
caught: open files
"""

import os

try:
    while True:
        os.open("/dev/null", os.O_RDONLY)
except OSError as error:
    print("OSError", error.errno)
