"""Make a system call through the gate of 32-bit programs.

expect: signal 31
caught: filter
"""

import ctypes
import mmap
import platform

code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, 20 (getpid); int 0x80; ret
address = ctypes.addressof(ctypes.c_char.from_buffer(code))
if platform.machine() == "x86_64":
    ctypes.CFUNCTYPE(ctypes.c_int)(address)()
