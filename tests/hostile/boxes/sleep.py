"""Sleep: it burns no processor time.

expect: limit wall
"""

import time

time.sleep(3600)
