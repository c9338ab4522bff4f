"""Nest folders until a clean-up that recurses falls over.

expect: says OSError 28
caught: disk
"""

import os

try:
    while True:
        os.mkdir("deeper")
        os.chdir("deeper")
except OSError as error:
    print("OSError", error.errno)
