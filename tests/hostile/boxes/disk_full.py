"""Fill the disk with many files.

expect: says OSError 28
caught: disk
"""

try:
    for number in range(10_000):
        with open(f"/lab/{number}", "wb") as file:
            file.write(bytes(1 << 20))
except OSError as error:
    print("OSError", error.errno)
