"""Fill the disk with files that are removed while they are open.

expect: says OSError 28
caught: disk
"""

import os

kept = []
try:
    for number in range(20):
        kept.append(open(f"/tmp/{number}", "wb", buffering=0))
        os.unlink(f"/tmp/{number}")
        kept[-1].write(bytes(2**20))
        kept[-1].write(bytes(2**20))
    print("ESCAPED")
except OSError as error:
    print("OSError", error.errno)
