"""Ask for more than a fair share of the processor.

expect: says contained
caught: filter
"""

import os

worked = []
for call in (
    lambda: os.nice(-10),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
    lambda: os.sched_setaffinity(0, {0}),
):
    try:
        call()
        worked.append(call)
    except OSError:
        continue
print("contained" if not worked else f"ESCAPED: {worked}")
