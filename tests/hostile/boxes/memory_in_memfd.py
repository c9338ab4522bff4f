"""Take memory as an anonymous file.

expect: says contained
"""

import os

try:
    os.memfd_create("hoard")
except OSError:
    print("contained")
