"""Sleep: it burns no processor time.

expect: limit wall
caught: wall
"""

import time

time.sleep(3600)
