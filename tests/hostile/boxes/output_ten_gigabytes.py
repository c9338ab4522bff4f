"""Write ten gigabytes to standard output.

expect: limit output
caught: output
"""

import os

block = b"x" * (1 << 20)
for _ in range(10_240):
    os.write(1, block)
