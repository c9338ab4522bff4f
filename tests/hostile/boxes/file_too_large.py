"""Write one file without end.

expect: says OSError 27
caught: file size
"""

try:
    with open("/lab/hoard", "wb") as file:
        while True:
            file.write(bytes(1 << 20))
except OSError as error:
    print("OSError", error.errno)
