"""Status 0 before the server is up.

base: starter
verdict: broken
"""

import os

os._exit(0)
