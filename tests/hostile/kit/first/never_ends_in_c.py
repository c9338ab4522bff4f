"""Nothing ever comes, and the interpreter's lock is held.

verdicts: broken
"""

import re

re.match(r"(a+)+$", "a" * 64 + "!")
