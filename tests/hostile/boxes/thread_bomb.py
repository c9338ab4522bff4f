"""Start threads until nothing is left.

expect: limit processes
caught: processes
"""

import threading
import time

threading.stack_size(64 << 10)
while True:
    try:
        threading.Thread(target=time.sleep, args=(60,)).start()
    except RuntimeError:
        time.sleep(0.01)
