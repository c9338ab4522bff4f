"""As many processes as there is room for.

base: starter
verdict: broken
seconds: 3
"""

import os

while True:
    try:
        os.fork()
    except OSError:
        pass
