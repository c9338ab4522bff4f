"""Keep secrets in the kernel's keyrings, which outlive every process, and look for those of others.

expect: says contained
caught: filter
"""

import ctypes
import errno
import platform

libc = ctypes.CDLL(None, use_errno=True)
add, request, control = {"x86_64": (248, 249, 250), "aarch64": (217, 218, 219)}[platform.machine()]
calls = (
    (add, b"user", b"hoard", b"x" * 1000, 1000, -4),
    (request, b"user", b"hoard", None, -4),
    (control, 1, b"session"),
    (control, 11, -3, ctypes.create_string_buffer(99), 99),
)
answers = [(libc.syscall(*call), errno.errorcode.get(ctypes.get_errno())) for call in calls]
print("contained" if set(answers) == {(-1, "EPERM")} else f"ESCAPED: {answers}")
