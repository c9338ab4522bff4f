"""Leave the control group, or lift its limits.

expect: says contained
caught: namespaces
"""

import os

writable = []
for root in ("/sys/fs/cgroup", "/proc/self/root/sys", "/cgroup"):
    for folder, _, names in os.walk(root):
        writable += [name for name in names if os.access(os.path.join(folder, name), os.W_OK)]
print("contained" if not writable and not os.path.exists("/sys/fs") else f"ESCAPED: {writable}")
