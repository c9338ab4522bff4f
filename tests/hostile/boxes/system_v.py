"""Leave memory, semaphores and messages behind that outlive every process.

expect: says contained
caught: filter
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
calls = (libc.shmget(0, 4096, 0o1600), libc.semget(0, 1, 0o1600), libc.msgget(0, 0o1600), libc.inotify_init())
print("contained" if set(calls) == {-1} else f"ESCAPED: {calls}")
