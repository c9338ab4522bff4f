"""Every descriptor that is open is closed or turned to nowhere.

verdicts: broken, still-open
"""

import os

nowhere = os.open("/dev/null", os.O_RDWR)
for number in range(3, 64):
    if number != nowhere:
        try:
            os.fstat(number)
            os.dup2(nowhere, number)
        except OSError:
            pass
