"""Enter the namespaces of process 1, by file and by process handle.

expect: says contained
caught: filter
"""

import errno
import os

answers = set()
for process in ("1", "self"):
    for name in ("user", "mnt", "pid", "net", "ipc", "uts"):
        try:
            os.setns(os.open(f"/proc/{process}/ns/{name}", os.O_RDONLY))
            answers.add("entered")
        except OSError as error:
            answers.add(errno.errorcode[error.errno])
try:
    os.setns(os.pidfd_open(1), os.CLONE_NEWUSER | os.CLONE_NEWNS)
    answers.add("entered")
except OSError as error:
    answers.add(errno.errorcode[error.errno])
print("contained" if answers <= {"EPERM", "EACCES"} else f"ESCAPED: {answers}")
