"""An answer of eight megabytes.

base: none
verdict: broken
"""

def read(name):
    return 'x' * 2**23


vault = read
