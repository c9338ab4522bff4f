"""Mount a file system.

expect: says contained
caught: filter
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
calls = (
    libc.mount(b"none", b"/lab", b"tmpfs", 0, None),
    libc.mount(b"/", b"/lab", None, 4096, None),
    libc.mount(b"none", b"/", None, 32, None),
    libc.umount2(b"/lab", 2),
    libc.chroot(b"/lab"),
)
print("contained" if set(calls) == {-1} else f"ESCAPED: {calls}")
