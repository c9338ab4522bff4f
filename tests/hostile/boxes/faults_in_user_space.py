"""Catch page faults, by call and by device, to hold the kernel in the middle of something.

expect: says contained
caught: filter
"""

import ctypes
import errno
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
number = {"x86_64": 323, "aarch64": 282}[platform.machine()]
answers = [(libc.syscall(number, flags), ctypes.get_errno()) for flags in (0, 1, 0o4000)]
print("contained" if set(answers) == {(-1, errno.EPERM)} and not os.path.exists("/dev/userfaultfd") else "ESCAPED")
