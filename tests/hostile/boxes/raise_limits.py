"""Raise the limits again.

expect: says contained
caught: hard limits
"""

import resource

worked = []
for name in ("RLIMIT_AS", "RLIMIT_DATA", "RLIMIT_CPU", "RLIMIT_NPROC", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CORE"):
    try:
        resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        worked.append(name)
    except (OSError, ValueError):
        continue
print(f"ESCAPED: {worked}" if worked else "contained")
