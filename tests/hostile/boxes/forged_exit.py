"""Leave at once with a status that looks like success.

expect: exit 0
caught: nothing
"""

import os

os._exit(0)
