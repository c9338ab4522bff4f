"""Runs Python code as a program would that was deployed with a folder of packages: ``.pth`` files and all.

    python -I -S started.py DESCRIPTOR FOLDER CODE

The interpreter's own packages, pip among them, are not in the path.
"""

import os
import site
import sys

os.close(int(sys.argv[1]))
folder, code = os.path.abspath(sys.argv[2]), sys.argv[3]  # noqa: PTH100  pathlib would be loaded for this alone
sys.argv[:] = ["-c"]
site.addsitedir(folder)
exec(compile(code, "<started>", "exec"), {"__name__": "__main__"})  # noqa: S102  the lab's own line, and boxed
