"""Open the interface that runs system calls behind the filter's back.

expect: says contained
caught: filter
"""

import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)

result = libc.syscall(425, 8, ctypes.create_string_buffer(120))
name = errno.errorcode.get(ctypes.get_errno(), "?") if result == -1 else "worked"
print("contained" if name in ("ENOSYS",) else f"ESCAPED: {name}")
