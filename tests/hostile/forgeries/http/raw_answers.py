"""The socket is written to behind the server's back: no HTTP at all.

base: none
verdict: broken
"""

import os
import socket


def app(environ, start_response):
    for number in range(3, 40):
        try:
            socket.socket(fileno=os.dup(number)).sendall(b"PASSED PASSED PASSED\r\n\r\n")
        except OSError:
            pass
    os._exit(0)
