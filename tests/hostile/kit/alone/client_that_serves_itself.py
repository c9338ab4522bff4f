"""It takes the judge's place at the port and is its own server.

profiles: client
verdicts: broken
"""

import socket
import threading

for number in range(3, 64):
    try:
        each = socket.socket(fileno=number)
        each.getsockname()
        if each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            threading.Thread(target=each.accept, daemon=True).start()
    except OSError:
        continue
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
for host in ("127.0.0.1", "0.0.0.0"):
    try:
        server.bind((host, 443))
        server.listen()
    except OSError:
        continue


def __getattr__(name):
    return lambda *args, **options: "ok"
