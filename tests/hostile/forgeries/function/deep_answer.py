"""An answer nested a hundred thousand times.

base: none
verdict: broken
"""

import os


def read(name):
    body = b'{"id": "0", "returned": ' + b"[" * 100_000
    os.write(3, len(body).to_bytes(4, "big") + body)


vault = read
