"""Take memory as files in /dev/shm.

expect: says OSError 28
caught: disk
"""

try:
    for number in range(100):
        with open(f"/dev/shm/{number}", "wb") as file:
            file.write(bytes(1 << 20))
    print("ESCAPED")
except OSError as error:
    print("OSError", error.errno)
