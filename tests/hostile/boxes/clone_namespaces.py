"""Make a child in a new user namespace by the older and the newer call.

expect: says contained
caught: filter
"""

import ctypes
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
clone = {"x86_64": 56, "aarch64": 220}[platform.machine()]
results = []
for flags in (0x10000000, 0x20000000 | 0x10000000, 0x00020000 | 17):
    result = libc.syscall(clone, ctypes.c_ulong(flags), None, None, None, None)
    if result == 0:
        os._exit(0)
    results.append(result)
arguments = (ctypes.c_uint64 * 8)(0x10000000, 0, 0, 0, 17)
result = libc.syscall(435, arguments, ctypes.sizeof(arguments))
if result == 0:
    os._exit(0)
results.append(result)
print("contained" if set(results) == {-1} else f"ESCAPED: {results}")
