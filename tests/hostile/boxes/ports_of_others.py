"""Knock at every port of 127.0.0.1 and ::1 that a server of the host might have.

expect: says contained
caught: namespaces
"""

import socket

opened = []
for port in (*range(1, 1100), 3306, 5432, 6379, 8000, 8080, 8443, 9000, 11211, 27017):
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as each:
            if each.connect_ex((host, port)) == 0:
                opened.append((host, port))
print("contained" if not opened else f"ESCAPED: {opened}")
