"""The program that a box starts: it answers the judge's questions about the suspect, one after another."""

import os
import socket
import sys

from inside.dispatcher import Dispatcher  # type: ignore[import-not-found]  # the box shows this folder as /box, first in the path

sys.path.remove("/box")
sys.argv[:] = [""]
channel = socket.socket(fileno=int(os.environ.pop("QUINTAIN_CHANNEL")))
channel.set_inheritable(False)
line, process = map(int, os.environ.pop("BOX_HELPER", "-1 0").split())
Dispatcher(channel, line, process).serve()
