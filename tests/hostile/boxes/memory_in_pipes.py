"""Take kernel memory as large pipe buffers.

expect: says contained
caught: filter
"""

import fcntl
import os

reader, writer = os.pipe()
try:
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 1 << 20)
except OSError:
    print("contained")
