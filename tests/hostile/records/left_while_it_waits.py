"""Leave children behind that open files for ever.

expect: says left
"""

import os

for _ in range(10):
    if os.fork() == 0:
        while True:
            os.close(os.open("/dev/null", os.O_RDONLY))
print("left", flush=True)
os._exit(0)
