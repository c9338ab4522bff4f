"""Push a command into the terminal of whoever started the server.

expect: says contained
caught: filter
"""

import fcntl
import os
import termios

worked = []
for request in (0x5412, 0x541C, 0x100000000 | 0x5412):
    for descriptor in (0, 1, 2):
        try:
            fcntl.ioctl(descriptor, request & 0xFFFFFFFF, b"x")
            worked.append((request, descriptor))
        except OSError:
            continue
try:
    os.open("/dev/tty", os.O_RDWR)
    worked.append("tty")
except OSError:
    pass
print("contained" if not worked else f"ESCAPED: {worked} {termios.TIOCSTI}")
