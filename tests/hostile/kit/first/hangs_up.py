"""The channel is closed from within.

verdicts: broken, still-open
"""

import socket

for each in channels():
    each.shutdown(socket.SHUT_RDWR)
