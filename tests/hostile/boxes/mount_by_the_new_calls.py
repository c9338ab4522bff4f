"""Mount by the newer calls, which older filters forget.

expect: says contained
caught: filter
"""

import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
calls = (
    (428, -100, b"/", 1),
    (429, -1, b"", -100, b"/lab", 4),
    (430, b"tmpfs", 0),
    (431, 0, 6, None, None, 0),
    (432, 0, 0, 0),
    (433, -100, b"/", 0),
    (442, -100, b"/", 0, ctypes.create_string_buffer(32), 32),
)
answers = [(libc.syscall(*call), errno.errorcode.get(ctypes.get_errno())) for call in calls]
print("contained" if set(answers) == {(-1, "EPERM")} else f"ESCAPED: {answers}")
