"""Ask to be traced by a child-to-be.

expect: says contained
caught: filter
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
print("contained" if libc.ptrace(0, 0, None, None) == -1 else "ESCAPED")
