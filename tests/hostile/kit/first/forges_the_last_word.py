"""The report of a program ends early, in the judge's own words, and the pipe is closed behind it.

profiles: command
"""

import os

for number in range(3, 30):
    try:
        os.write(number, b" ".join(part.encode().hex().encode() for part in ("heard", "quintain.end", "")) + b"\n")
        os.close(number)
    except OSError:
        pass
