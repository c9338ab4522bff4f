"""Flood itself over 127.0.0.1 with datagrams that nobody reads.

expect: limit cpu
caught: cpu
"""

import socket

ears = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(16)]
for each in ears:
    each.bind(("127.0.0.1", 0))
mouth = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    for each in ears:
        mouth.sendto(bytes(60_000), each.getsockname())
