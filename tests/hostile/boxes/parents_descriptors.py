"""Reach the server through descriptors that were left open.

expect: says contained
caught: channel
"""

import os

extra = []
for descriptor in range(3, 1024):
    try:
        target = os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        continue
    if descriptor != 3 and not target.startswith(("/proc/", "/box/")):
        extra.append((descriptor, target))
print("contained" if not extra else f"ESCAPED: {extra}")
