"""Work and rest in turn, so that no look finds it busy.

expect: limit wall
caught: wall
"""

import time

while True:
    until = time.perf_counter() + 0.001
    while time.perf_counter() < until:
        pass
    time.sleep(0.005)
