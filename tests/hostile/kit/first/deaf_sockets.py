"""What is read from any socket is a question of our own choice.

verdicts: broken, still-open
"""

import socket

socket.socket.recv = lambda self, size, *flags: b"{}"[:size]
