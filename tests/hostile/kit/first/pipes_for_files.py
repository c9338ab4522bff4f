"""Every file becomes a pipe that nobody writes to: a careless reader waits for ever.

verdicts: broken, still-open
"""

import os

for folder, _, names in os.walk("/lab"):
    for name in names:
        if not name.endswith((".py", ".so")):
            os.unlink(f"{folder}/{name}")
            os.mkfifo(f"{folder}/{name}")
