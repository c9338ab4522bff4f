"""Fill the channel with verdicts in every shape, before anybody asks, and end well.

expect: exit 0
caught: channel
"""

import os

for body in (b'{"outcome": "proven"}', b"[" * 9999, b'{"id": NaN}', b'{"id": 1, "id": 2}', b"\xff" * 99, b""):
    os.write(3, len(body).to_bytes(4, "big") + body)
os.write(3, b"\xff\xff\xff\xff" + b"x" * 999)
os._exit(0)
