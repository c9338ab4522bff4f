"""Turn the kernel's switches under /proc/sys and /sys.

expect: says contained
caught: read-only root
"""

import os

worked = []
for path in (
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sysrq-trigger",
    "/proc/sys/user/max_user_namespaces",
    "/proc/sys/net/ipv4/ip_forward",
    "/proc/self/oom_score_adj",
):
    try:
        descriptor = os.open(path, os.O_WRONLY)
        os.write(descriptor, b"-1000" if "oom" in path else b"1")
        worked.append(path)
    except OSError:
        continue
print("contained" if not worked and not os.path.exists("/sys/kernel") else f"ESCAPED: {worked}")
