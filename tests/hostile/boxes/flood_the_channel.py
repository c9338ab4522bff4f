"""Fill the channel that nobody reads.

expect: limit wall
caught: wall
"""

import os

while True:
    os.write(3, bytes(1 << 20))
