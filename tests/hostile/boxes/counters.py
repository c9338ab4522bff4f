"""Count what the processor does, which tells of neighbours.

expect: says contained
caught: filter
"""

import ctypes
import errno
import platform
import struct

libc = ctypes.CDLL(None, use_errno=True)
number = {"x86_64": 298, "aarch64": 241}[platform.machine()]
answers = []
for kind in range(6):
    asked = struct.pack("=IIQ", kind, 112, 0).ljust(112, b"\0")
    answers.append((libc.syscall(number, asked, 0, -1, -1, 0), ctypes.get_errno()))
print("contained" if set(answers) == {(-1, errno.EPERM)} else f"ESCAPED: {answers}")
