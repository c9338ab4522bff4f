"""The connection is written to behind the server's back.

profiles: http
verdicts: broken
"""

import os
import socket


def TARGET(environ, start_response):
    for number in range(3, 64):
        try:
            each = socket.socket(fileno=os.dup(number))
            if each.family == socket.AF_INET:
                each.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        except OSError:
            pass
    start_response("500 No", [])
    return [b""]
