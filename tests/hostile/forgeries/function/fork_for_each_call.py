"""The child answers too, with the same words.

base: none
verdict: broken
"""

import os


def read(name):
    os.fork()
    return name


vault = read
