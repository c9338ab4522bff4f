"""Close the channel and live on.

expect: limit wall
caught: wall
"""

import os
import time

os.close(3)
time.sleep(3600)
