"""Take kernel memory as socket buffers, which no limit of the kernel counts.

expect: says contained
caught: filter
"""

import socket

left, right = socket.socketpair()
before = left.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
left.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 << 20)
after = left.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
print("contained" if before == after else f"ESCAPED: {before} {after}")
