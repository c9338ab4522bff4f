"""Take the reaper's report pipe through /proc/1/fd, to forge how this program ended.

expect: says contained
caught: not dumpable
"""

import os

found = []
for descriptor in range(16):
    try:
        found.append(os.open(f"/proc/1/fd/{descriptor}", os.O_WRONLY))
    except OSError:
        continue
print("contained" if not found else f"ESCAPED: {found}")
