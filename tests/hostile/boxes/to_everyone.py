"""Speak to all machines of the network at once.

expect: says contained
caught: namespaces
"""

import socket

worked = []
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as each:
    each.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    for host in ("255.255.255.255", "224.0.0.1", "239.255.255.250", "10.255.255.255"):
        try:
            each.sendto(b"x", (host, 1900))
            worked.append(host)
        except OSError:
            continue
with open("/proc/net/dev") as file:
    names = {line.partition(":")[0].strip() for line in file if ":" in line}
print("contained" if not worked and names == {"lo"} else f"ESCAPED: {worked} {names}")
