"""Ask twenty thousand times for a program that is not there.

expect: says done
whole: no
"""

import os

for number in range(20_000):
    try:
        os.execv("/nowhere", ["x", str(number)])
    except FileNotFoundError:
        pass
print("done")
