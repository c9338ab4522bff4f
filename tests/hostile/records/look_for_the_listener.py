"""Answer the notices oneself: look for the listener among all descriptors, the own ones and those of process 1.

expect: says []
whole: yes
"""

import fcntl
import os
import sys

found = []
for number in range(256):
    for request in (0xC050_2100, 0xC018_2101, 0x4008_2102, 0x4008_2104):
        try:
            fcntl.ioctl(number, request, bytearray(80))
            found.append(number)
        except OSError:
            pass
for pid in (1, os.getpid()):
    try:
        found += [
            name
            for name in map(os.readlink, (f"/proc/{pid}/fd/{n}" for n in os.listdir(f"/proc/{pid}/fd")))
            if "seccomp" in name
        ]
    except OSError:
        pass
print(found)
