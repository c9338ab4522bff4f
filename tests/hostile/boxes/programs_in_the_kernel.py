"""Load a program into the kernel, in earnest: a socket filter of two instructions.

expect: says contained
caught: filter
"""

import ctypes
import errno
import platform
import struct

libc = ctypes.CDLL(None, use_errno=True)
code = ctypes.create_string_buffer(struct.pack("=BBhiBBhi", 0xB7, 0, 0, 0, 0x95, 0, 0, 0))
licence = ctypes.create_string_buffer(b"GPL")
asked = struct.pack("=IIQQ", 1, 2, ctypes.addressof(code), ctypes.addressof(licence)).ljust(128, b"\0")
number = {"x86_64": 321, "aarch64": 280}[platform.machine()]
answer = libc.syscall(number, 5, asked, len(asked))
print("contained" if (answer, ctypes.get_errno()) == (-1, errno.EPERM) else f"ESCAPED: {answer}")
