"""Status 0 in the middle of a call.

base: none
verdict: broken
"""

import os


def read(name):
    os._exit(0)


vault = read
