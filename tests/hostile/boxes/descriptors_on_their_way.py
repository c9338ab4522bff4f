"""Hoard open files where no table counts them: on their way through a socket.

expect: says OSError 109
caught: open files
"""

import os
import socket

left, right = socket.socketpair()
sent = 0
try:
    while sent < 100_000:
        sent += len(os.listdir("/proc/self/fd")) and socket.send_fds(left, [b"x"], [0] * 8) and 8
    print("ESCAPED", sent)
except OSError as error:
    print("OSError", error.errno)
