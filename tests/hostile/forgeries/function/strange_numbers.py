"""Numbers that readers of JSON disagree about.

base: none
verdict: broken
"""

import os


def read(name):
    body = b'{"id": "0", "returned": 1e999, "returned": NaN, "returned": ' + b"9" * 5000 + b"}"
    os.write(3, len(body).to_bytes(4, "big") + body)


vault = read
