"""Write where nothing may be written: the interpreter, the harness, /etc and /.

expect: says contained
caught: read-only root
"""

import os
import sys

writable = []
for folder, folders, _ in os.walk("/"):
    folders[:] = [] if folder in ("/proc", "/tmp", "/lab", "/dev/shm") else folders
    try:
        with open(os.path.join(folder, "planted"), "w"):
            writable.append(folder)
    except OSError:
        continue
for path in (os.__file__, "/box/main.py", "/init/init.py", sys.executable, "/etc/passwd"):
    try:
        with open(path, "a"):
            writable.append(path)
    except OSError:
        pass
    try:
        os.chmod(path, 0o777)
        writable.append(path)
    except OSError:
        pass
print("contained" if sorted(writable) == ["/dev/shm", "/lab", "/tmp"] else f"ESCAPED: {writable}")
