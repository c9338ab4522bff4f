"""The work folder is emptied and shut.

verdicts: broken, still-open
"""

import os
import shutil

for name in os.listdir("/lab"):
    shutil.rmtree(f"/lab/{name}", ignore_errors=True)
    if os.path.lexists(f"/lab/{name}"):
        os.unlink(f"/lab/{name}")
os.chmod("/lab", 0)
