"""As many processes as there is room for.

verdicts: broken, still-open
"""

import os
import time

for _ in range(200):
    try:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
    except OSError:
        break
