"""Lock every other byte of a file: each lock is kernel memory that nothing counts, and slows the next one down.

expect: limit cpu
caught: cpu
"""

import fcntl

with open("/lab/locked", "wb") as file:
    number = 0
    while True:
        fcntl.lockf(file, fcntl.LOCK_EX, 1, number % 2**30)
        number += 2
