"""A child lives on and changes files between the runs.

base: starter
verdict: broken
"""

import glob
import os
import time

if os.fork() == 0:
    os.setsid()
    while True:
        for name in glob.glob("/lab/*.txt"):
            try:
                open(name, "w").close()
            except OSError:
                pass
        time.sleep(0.001)
time.sleep(0.2)
