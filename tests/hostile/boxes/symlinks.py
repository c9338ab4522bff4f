"""Plant links that lead a careless reader to the host's files.

expect: says contained
caught: namespaces
"""

import os

os.symlink("/etc/shadow", "/lab/passwords")
os.symlink("/proc/1/root/etc/shadow", "/lab/more")
os.symlink("../" * 40 + "etc/shadow", "/lab/up")
os.symlink("/lab/loop", "/lab/loop")
readable = []
for name in ("passwords", "more", "up", "loop"):
    try:
        with open(f"/lab/{name}") as file:
            readable.append(file.read(10))
    except OSError:
        continue
print("contained" if not readable else f"ESCAPED: {readable}")
