"""Lock what every box can open; a neighbour who tries the same would learn of it. A box's own files can be locked.

expect: says contained
caught: lock holder
"""

import fcntl
import os
import sqlite3
import struct

SHARED = ("/", "/usr", "/etc/passwd", "/usr/bin/python3", "/proc/self/exe", "/box/main.py", "/dev/null", "/dev/urandom")
EXCLUSIVE, SHARED_TOO = fcntl.LOCK_EX | fcntl.LOCK_NB, fcntl.LOCK_SH | fcntl.LOCK_NB
QUESTION = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)


def facts(path):
    handle = os.open(path, os.O_RDONLY)
    told = []
    for lock, how in ((fcntl.flock, SHARED_TOO), (fcntl.flock, EXCLUSIVE), (fcntl.lockf, SHARED_TOO)):
        try:
            lock(handle, how)
            told.append("granted")
        except BlockingIOError:
            told.append("refused")
    kind, _, start, length, pid = struct.unpack("hhqqi4x", fcntl.fcntl(handle, fcntl.F_GETLK, QUESTION))
    return [*told, kind, start, length, pid]


told = {path: facts(path) for path in SHARED}
escaped = {
    path: each for path, each in told.items() if each != ["granted", "refused", "granted", fcntl.F_RDLCK, 0, 0, 0]
}
for folder in ("/lab", "/tmp", "/dev/shm"):
    with open(f"{folder}/own", "w+b") as own:
        fcntl.flock(own, EXCLUSIVE)
        fcntl.lockf(own, EXCLUSIVE)
    with sqlite3.connect(f"{folder}/base") as base:
        base.execute("create table numbers (number)")
        base.execute("insert into numbers values (7)")
        assert base.execute("select * from numbers").fetchall() == [(7,)]
print(f"ESCAPED: {escaped}" if escaped else "contained")
