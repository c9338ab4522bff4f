"""Keep kernel memory in pipes and sockets that are full and that nobody reads.

expect: says OSError 24
caught: open files
"""

import os
import socket

kept = []
try:
    while True:
        kept.append(os.pipe() if len(kept) % 2 else socket.socketpair())
        writer = kept[-1][1] if isinstance(kept[-1][1], int) else kept[-1][1].fileno()
        os.set_blocking(writer, False)
        try:
            while True:
                os.write(writer, bytes(65536))
        except BlockingIOError:
            pass
except OSError as error:
    print("OSError", error.errno)
