"""Ask which pages of a shared file are in the kernel's cache, clear them, and fetch them: a mailbox for two boxes.

expect: says contained
caught: filter
"""

import ctypes
import errno
import mmap
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
libc.mmap.restype = ctypes.c_void_p
MINCORE, READAHEAD, CACHESTAT = {"x86_64": (27, 187, 451), "aarch64": (232, 213, 451)}[platform.machine()]
RWF_NOWAIT, RWF_DONTCACHE = 8, 0x80
COLD, PAGEOUT, COLLAPSE = 20, 21, 25

handle = os.open("/etc/passwd", os.O_RDONLY)
address = libc.mmap(None, ctypes.c_size_t(mmap.PAGESIZE), mmap.PROT_READ, mmap.MAP_SHARED, handle, ctypes.c_long(0))
room = ctypes.create_string_buffer(64)


def asked(*arguments):
    return ctypes.get_errno() if libc.syscall(*map(ctypes.c_long, arguments)) == -1 else 0


def read(flags):
    try:
        return os.preadv(handle, [bytearray(1)], 0, flags) and 0
    except OSError as error:
        return error.errno


answers = [
    asked(MINCORE, address, mmap.PAGESIZE, ctypes.addressof(room)),
    asked(READAHEAD, handle, 0, 1),
    asked(CACHESTAT, handle, ctypes.addressof(room), ctypes.addressof(room), 0),
    *(read(flags) for flags in (RWF_NOWAIT, RWF_DONTCACHE)),
    *(
        ctypes.get_errno() if libc.madvise(ctypes.c_void_p(address), mmap.PAGESIZE, advice) == -1 else 0
        for advice in (COLD, PAGEOUT, COLLAPSE)
    ),
]
os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
expected = [errno.EPERM] * 3 + [errno.EOPNOTSUPP] * 2 + [errno.EINVAL] * 3
works = os.preadv(handle, [bytearray(1)], 0) == 1
print("contained" if answers == expected and works else f"ESCAPED: {answers}")
