"""Leave message queues behind, and watch what others do with files.

expect: says contained
caught: filter
"""

import ctypes
import errno
import platform

libc = ctypes.CDLL(None, use_errno=True)
opened, watched, marked = {"x86_64": (240, 294, 300), "aarch64": (180, 26, 262)}[platform.machine()]
calls = ((opened, b"hoard", 0o102, 0o600, None), (watched, 0), (marked, 0, 0))
answers = {(libc.syscall(*call), errno.errorcode.get(ctypes.get_errno())) for call in calls}
print("contained" if answers == {(-1, "EPERM")} else f"ESCAPED: {answers}")
