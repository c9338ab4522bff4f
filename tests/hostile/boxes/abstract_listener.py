"""Listen on an abstract socket and a port, for a neighbour in the next box to call.

expect: limit wall
caught: wall
"""

import socket
import time

abstract = socket.socket(socket.AF_UNIX)
abstract.bind("\0quintain-neighbour")
abstract.listen()
tcp = socket.create_server(("127.0.0.1", 4711))
time.sleep(3600)
