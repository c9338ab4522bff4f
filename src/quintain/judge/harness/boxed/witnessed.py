"""Runs a Python file as the main program, in a new interpreter, with a witness that reports on an inherited pipe.

    python witnessed.py DESCRIPTOR FILE ARGUMENT…

The program sees its own ``sys.argv`` and ``__main__``. The pipe is not inherited any further.
"""

import sys

sys.path[0] = "/box"
from boxed import programs  # type: ignore[import-not-found]  # noqa: E402  the path is set just above

programs.run(sys.argv[2:], int(sys.argv[1]))
