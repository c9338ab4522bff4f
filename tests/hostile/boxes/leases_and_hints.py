"""Learn who else opens a shared file (a lease, a notice), keep a number in it (a hint), or show locks to everybody.

expect: says contained
caught: filter
"""

import errno
import fcntl
import os
import struct

OFD_GETLK, OFD_SETLK, OFD_SETLKW = 36, 37, 38
HINTS = range(1035, 1039)
file, folder = os.open("/etc/passwd", os.O_RDONLY), os.open("/usr/lib", os.O_RDONLY)
lock = struct.pack("hhqqi4x", fcntl.F_RDLCK, os.SEEK_SET, 0, 0, 0)
answers = {}
for name, handle, command, argument in (
    ("lease to read", file, fcntl.F_SETLEASE, fcntl.F_RDLCK),
    ("lease to write", file, fcntl.F_SETLEASE, fcntl.F_WRLCK),
    ("notice", folder, fcntl.F_NOTIFY, fcntl.DN_ACCESS | fcntl.DN_MULTISHOT),
    *((f"open file's lock {command}", file, command, lock) for command in (OFD_GETLK, OFD_SETLK, OFD_SETLKW)),
    *((f"hint {command}", file, command, bytes(8)) for command in HINTS),
):
    try:
        fcntl.fcntl(handle, command, argument)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EINVAL}:
            answers[name] = error.errno
    else:
        answers[name] = 0
print(f"ESCAPED: {answers}" if answers else "contained")
