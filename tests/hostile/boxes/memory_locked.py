"""Pin memory so that it cannot be swapped out.

expect: says contained
caught: locked memory
"""

import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)

hoard = ctypes.create_string_buffer(1 << 20)
print("contained" if libc.mlock(hoard, len(hoard)) == -1 else "ESCAPED")
