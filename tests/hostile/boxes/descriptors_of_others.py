"""Take a descriptor of process 1 through a process handle.

expect: says contained
caught: filter
"""

import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
handle = os.pidfd_open(1)
answers = {(libc.syscall(438, handle, number, 0), ctypes.get_errno()) for number in range(8)}
print("contained" if answers == {(-1, errno.EPERM)} else f"ESCAPED: {answers}")
