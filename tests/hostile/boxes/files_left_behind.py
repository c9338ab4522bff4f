"""Leave files, pipes, sockets and locked folders in every place that can be written to.

expect: exit 0
caught: namespaces
"""

import os
import socket

for place in ("/lab", "/tmp", "/dev/shm"):
    os.chdir(place)
    os.makedirs("shut/inside")
    open("shut/inside/left", "w").write("left")
    os.mkfifo("pipe")
    os.symlink("/", "link")
    socket.socket(socket.AF_UNIX).bind("socket")
    os.chmod("shut/inside", 0)
    os.chmod("shut", 0)
os._exit(0)
