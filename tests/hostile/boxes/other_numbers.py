"""Make a system call under its x32 number, which forgetful filters let through.

expect: signal 31
caught: filter
"""

import ctypes
import platform

libc = ctypes.CDLL(None)
if platform.machine() == "x86_64":
    libc.syscall(0x40000000 | 39)
else:  # no such numbers there: die of the signal that the filter would send
    libc.raise_(31)
