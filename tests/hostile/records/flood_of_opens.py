"""Open more files than are written down, then start what shall not be seen.

expect: says done
seen: true; exit # behind the flood
whole: no
"""

import os

for number in range(4000):
    try:
        os.close(os.open(f"/lab/{number}", os.O_RDONLY))
    except FileNotFoundError:
        pass
os.system("true; exit # behind the flood")
print("done")
