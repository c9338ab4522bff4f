"""A child keeps the output open and undoes between runs what was done.

profiles: command package
verdicts: broken, still-open
"""

import os
import pathlib
import time

kept = {str(each): each.read_bytes() for each in pathlib.Path("/lab").rglob("*") if each.is_file()}
if os.fork() == 0:
    os.setsid()
    while True:
        for name, content in kept.items():
            try:
                with open(name, "wb") as file:
                    file.write(content)
            except OSError:
                pass
        time.sleep(0.001)
