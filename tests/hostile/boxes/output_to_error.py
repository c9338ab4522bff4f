"""Write without end to standard error, in small pieces.

expect: limit output
caught: output
"""

import os

while True:
    os.write(2, b"wrong\n" * 100)
