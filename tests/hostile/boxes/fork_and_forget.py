"""Burn the processor in children too short-lived for anyone to see.

expect: limit cpu
caught: cpu
"""

import os

while True:
    if os.fork() == 0:
        sum(range(300_000))
        os._exit(0)
    os.wait()
