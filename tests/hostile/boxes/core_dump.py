"""Leave all of its memory behind as a file.

expect: signal 6
caught: core size
"""

import os
import resource

assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
hoard = bytearray(2**25)
os.abort()
