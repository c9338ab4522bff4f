"""Make namespaces, in which everybody is root.

expect: says contained
caught: filter
"""

import os

worked = []
for name in ("USER", "PID", "NET", "NS", "IPC", "UTS", "CGROUP", "TIME"):
    try:
        os.unshare(getattr(os, f"CLONE_NEW{name}"))
        worked.append(name)
    except OSError:
        continue
print("contained" if not worked else f"ESCAPED: {worked}")
