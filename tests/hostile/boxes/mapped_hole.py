"""Fill files by writing to memory: no call of the file system is made that could fail.

expect: signal 7
caught: disk
"""

import mmap

for number in range(100):
    with open(f"/lab/{number}", "w+b") as file:
        file.truncate(2**21)
        with mmap.mmap(file.fileno(), 0) as hole:
            for page in range(0, len(hole), 4096):
                hole[page] = 1
print("ESCAPED")
