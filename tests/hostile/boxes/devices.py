"""Make device nodes for the host's disk and memory.

expect: says contained
caught: namespaces
"""

import os
import stat

worked = []
for kind, major, minor in ((stat.S_IFBLK, 8, 0), (stat.S_IFBLK, 254, 0), (stat.S_IFCHR, 1, 1), (stat.S_IFCHR, 10, 200)):
    try:
        os.mknod(f"/lab/{major}-{minor}", kind | 0o666, os.makedev(major, minor))
        os.open(f"/lab/{major}-{minor}", os.O_RDWR)
        worked.append((major, minor))
    except OSError:
        continue
known = {
    "null",
    "zero",
    "full",
    "random",
    "urandom",
    "tty",
    "console",
    "core",
    "fd",
    "stdin",
    "stdout",
    "stderr",
    "pts",
    "ptmx",
    "shm",
}
print("contained" if not worked and set(os.listdir("/dev")) <= known else f"ESCAPED: {worked} {os.listdir('/dev')}")
