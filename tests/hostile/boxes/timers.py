"""Hoard the kernel's timers.

expect: says contained
caught: pending signals
"""

import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)

made = 0
handle = ctypes.c_void_p()
while made < 100_000 and libc.timer_create(1, None, ctypes.byref(handle)) == 0:
    made += 1
print("contained" if made < 1000 else f"ESCAPED: {made}")
