"""Status 0 and nothing else.

base: starter
verdict: broken
"""

import os

os._exit(0)
