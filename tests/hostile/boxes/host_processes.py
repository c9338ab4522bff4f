"""Look for the host's processes.

expect: says contained
caught: namespaces
"""

import os

pids = {int(name) for name in os.listdir("/proc") if name.isdigit()}
print("contained" if pids == {1, os.getpid()} else f"ESCAPED: {pids}")
