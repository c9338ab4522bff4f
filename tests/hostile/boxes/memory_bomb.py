"""Ask for memory in one process until the kernel says no.

expect: says MemoryError
caught: memory
"""

hoard = []
try:
    while True:
        hoard.append(bytearray(16 << 20))
except MemoryError:
    hoard.clear()
    print("MemoryError")
