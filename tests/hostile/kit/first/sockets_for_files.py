"""Every file becomes a socket, and every folder gets a device's name.

verdicts: broken, still-open
"""

import os
import socket

for folder, _, names in os.walk("/lab"):
    for name in names:
        if not name.endswith((".py", ".so")):
            os.unlink(f"{folder}/{name}")
            os.chdir(folder)
            socket.socket(socket.AF_UNIX).bind(name[:100])
os.chdir("/lab")
try:
    os.mknod("/lab/null", 0o020666, os.makedev(1, 3))
except OSError:
    pass
