"""Take memory as an anonymous file.

expect: says contained
caught: filter
"""

import os

try:
    os.memfd_create("hoard")
except OSError:
    print("contained")
