"""Set the machine's clock and name.

expect: says contained
caught: filter
"""

import errno
import socket
import time

answers = set()
for call in (lambda: time.clock_settime(time.CLOCK_REALTIME, 0), lambda: socket.sethostname("mine")):
    try:
        call()
        answers.add("worked")
    except OSError as error:
        answers.add(errno.errorcode[error.errno])
print("contained" if answers == {"EPERM"} else f"ESCAPED: {answers}")
