"""Make empty files until the kernel's memory is gone: their size is nothing.

expect: says OSError 28
caught: disk
"""

import os

try:
    for number in range(100_000):
        os.close(os.open(f"/tmp/{number}", os.O_CREAT | os.O_WRONLY))
    print("ESCAPED")
except OSError as error:
    print("OSError", error.errno)
