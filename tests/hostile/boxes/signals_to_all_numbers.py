"""Signal every process number there is: some may be a neighbour's.

expect: says contained
caught: namespaces
"""

import os

reached = []
for number in range(2, 70_000):
    if number != os.getpid():
        try:
            os.kill(number, 0)
            reached.append(number)
        except OSError:
            continue
print("contained" if not reached else f"ESCAPED: {reached[:9]}")
