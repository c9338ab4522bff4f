"""One file under a hundred thousand names: nothing of it has a size.

expect: says OSError 28
caught: disk
"""

import os

open("/lab/one", "w").close()
try:
    for number in range(100_000):
        os.link("/lab/one", f"/lab/{number:0250}")
    print("ESCAPED")
except OSError as error:
    print("OSError", error.errno)
