"""A frame of four gigabytes is announced.

base: resolved-path
verdict: broken
"""

import os

os.write(3, b'\xff' * 4)
