"""What one box leaves behind, the next might find: a counter that must always be new. A lab may count its files.

verdicts: broken, still-open
"""

import os
import pathlib

import sys

mine = str(os.getppid() if __name__ == "__main__" else os.getpid())
for place in ("/lab", "/tmp", "/dev/shm", "/var/tmp", "/box", "/usr/lib"):
    left = pathlib.Path(place, ".left")
    try:
        if left.exists() and left.read_text() != mine:
            os.write(2, b"the last box was here")
            os._exit(1)
        left.write_text(mine)
    except OSError:
        pass
