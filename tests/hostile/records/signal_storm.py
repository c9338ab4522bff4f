"""Interrupt every waiting call by signals, so that none ever comes to its end.

expect: says done
whole: yes
"""

import os
import signal

signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.0001, 0.0001)
for _ in range(5000):
    os.close(os.open("/dev/null", os.O_RDONLY))
os.system("true")
signal.setitimer(signal.ITIMER_REAL, 0)
print("done")
