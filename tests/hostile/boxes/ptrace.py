"""Trace process 1.

expect: says contained
caught: filter
"""

import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)

result = libc.ptrace(16, 1, None, None)
name = errno.errorcode.get(ctypes.get_errno(), "?") if result == -1 else "worked"
print("contained" if name in ("EPERM",) else f"ESCAPED: {name}")
