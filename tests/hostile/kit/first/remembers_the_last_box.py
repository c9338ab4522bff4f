"""What one box leaves behind, the next might find: a number that must always be new.

It leaves folders, for some labs count files.

verdicts: still-open
"""

import os

import sys

mine = ".left-" + str(os.getppid() if __name__ == "__main__" else os.getpid())
for place in ("/lab", "/tmp", "/dev/shm", "/var/tmp", "/box", "/usr/lib"):
    try:
        if any(name.startswith(".left-") and name != mine for name in os.listdir(place)):
            os.write(2, b"the last box was here")
            os._exit(1)
        os.makedirs(f"{place}/{mine}", exist_ok=True)
    except OSError:
        pass
