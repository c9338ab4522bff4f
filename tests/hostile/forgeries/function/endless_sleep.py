"""Nothing ever comes, and nothing is burnt.

base: starter
verdict: broken
seconds: 2
"""

import time

time.sleep(1000)
