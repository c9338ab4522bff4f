"""A thousand answers wait in the channel before the first question.

base: resolved-path
verdict: broken
"""

import os

body = b'{"id": "0", "returned": true}'
for _ in range(1000):
    os.write(3, len(body).to_bytes(4, "big") + body)
