"""Open sockets of families that no lab needs.

expect: says contained
caught: filter
"""

import socket

worked = []
for family in range(3, 46):
    if family == socket.AF_INET6:
        continue
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            socket.socket(family, kind)
            worked.append((family, kind))
        except OSError:
            continue
try:
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    worked.append("raw")
except OSError:
    pass
print("contained" if not worked else f"ESCAPED: {worked}")
