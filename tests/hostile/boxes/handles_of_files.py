"""Open files by handle, past every folder and mount: the host's first file is number 2.

expect: says contained
caught: filter
"""

import ctypes
import errno
import os
import platform
import struct

libc = ctypes.CDLL(None, use_errno=True)
name, open_ = {"x86_64": (303, 304), "aarch64": (264, 265)}[platform.machine()]
handle = ctypes.create_string_buffer(struct.pack("=IiII", 8, 1, 2, 0), 136)
mount = ctypes.c_int()
answers = [
    (libc.syscall(open_, os.open("/lab", os.O_RDONLY), handle, os.O_RDONLY), ctypes.get_errno()),
    (libc.syscall(name, -100, b"/lab", handle, ctypes.byref(mount), 0), ctypes.get_errno()),
]
print("contained" if set(answers) == {(-1, errno.EPERM)} else f"ESCAPED: {answers}")
