"""Start more programs than are written down, and the one that matters behind them: the record says that it is short.

expect: says done
whole: no
"""

import os

for number in range(300):
    if (child := os.posix_spawn("/bin/sh", ["sh", "-c", f"exit {number}"], {})) and os.waitpid(child, 0):
        pass
os.system("true; exit # behind the storm")
print("done")
