"""Runs in the box: takes the source of one hostile program over the channel and becomes it."""

import os
import socket

channel = socket.socket(fileno=int(os.environ["QUINTAIN_CHANNEL"]))
length = int.from_bytes(channel.recv(4, socket.MSG_WAITALL))
source = channel.recv(length, socket.MSG_WAITALL)
channel.detach()
exec(compile(source, "hostile.py", "exec"), {"__name__": "__main__"})  # noqa: S102 (that is what it is for)
