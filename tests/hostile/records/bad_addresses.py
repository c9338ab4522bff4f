"""Name files and words where there is no memory, or where it ends in the middle of the name.

expect: says [14, 14, 14, 14, 14, 14, 14]
whole: no
"""

import ctypes
import mmap

libc = ctypes.CDLL(None, use_errno=True)
pages = mmap.mmap(-1, 2 * mmap.PAGESIZE)
start = ctypes.addressof(ctypes.c_char.from_buffer(pages))
pages[: mmap.PAGESIZE] = b"x" * mmap.PAGESIZE
libc.mprotect(ctypes.c_void_p(start + mmap.PAGESIZE), mmap.PAGESIZE, 0)
errors = []
for address in (0, 1, 2**47 - 4096, 2**64 - 8, start + mmap.PAGESIZE, start + mmap.PAGESIZE - 8):
    libc.syscall(257, -100, ctypes.c_ulong(address), 0)
    errors.append(ctypes.get_errno())
words = (ctypes.c_void_p * 3)(start + mmap.PAGESIZE, 1, None)
libc.syscall(59, b"/bin/sh", words, None)
errors.append(ctypes.get_errno())
print(errors)
