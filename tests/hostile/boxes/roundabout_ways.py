"""Reach what is read-only by other names: /proc/self/root, descriptors, the current folder.

expect: says contained
caught: namespaces
"""

import os

written = []
for path in ("/proc/self/root/usr/planted", "/proc/thread-self/root/etc/planted", "/proc/self/cwd/../etc/planted"):
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
        written.append(path)
    except OSError:
        continue
for path in ("/box/main.py", "/etc/passwd", os.__file__):
    descriptor = os.open(path, os.O_RDONLY)
    for name in (f"/proc/self/fd/{descriptor}", f"/dev/fd/{descriptor}"):
        try:
            os.close(os.open(name, os.O_WRONLY))
            written.append(name)
        except OSError:
            continue
print("contained" if not written else f"ESCAPED: {written}")
