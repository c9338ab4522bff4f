"""Send descriptors up the channel to fill the server's table.

expect: says contained
caught: channel
"""

import os
import socket

channel = socket.socket(fileno=os.dup(3))
sent = 0
try:
    for _ in range(20):
        sent += socket.send_fds(channel, [b"x"], [0] * 20)
except OSError:
    pass  # the kernel counts descriptors on their way against this program's own limit
print("contained" if sent else "nothing was sent")
