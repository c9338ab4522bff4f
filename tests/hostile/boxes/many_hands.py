"""Burn the processor with many hands at once.

expect: limit cpu
caught: cpu
"""

import os
import threading

for _ in range(3):
    if os.fork() == 0:
        break
for _ in range(3):
    threading.Thread(target=lambda: sum(range(10**12))).start()
