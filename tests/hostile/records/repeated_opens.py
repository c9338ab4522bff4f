"""Open one file again and again: an entry is an entry, however often it is asked for.

expect: says done
seen: true; exit # behind the flood
whole: yes
"""

import os

for number in range(10_000):
    os.close(os.open("/dev/null", os.O_RDONLY))
os.system("true; exit # behind the flood")
print("done")
