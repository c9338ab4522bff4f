"""Be gone before anyone looks: each process makes the next one and ends.

expect: exit 0
caught: namespaces
"""

import os

if os.fork():
    os._exit(0)
os.setsid()
while True:
    try:
        if os.fork():
            os._exit(0)
    except OSError:
        continue
