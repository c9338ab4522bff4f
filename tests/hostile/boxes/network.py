"""Reach the network outside, by name and by number.

expect: says contained
caught: namespaces
"""

import socket

worked = []
for address in (("1.1.1.1", 53), ("169.254.169.254", 80), ("10.0.0.1", 80), ("example.org", 80)):
    try:
        socket.create_connection(address, timeout=1)
        worked.append(address)
    except OSError:
        continue
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram:
    try:
        datagram.sendto(b"x", ("8.8.8.8", 53))
        worked.append("datagram")
    except OSError:
        pass
print("contained" if not worked else f"ESCAPED: {worked}")
