"""Make a file of a terabyte that holds nothing.

expect: says OSError 27
caught: file size
"""

try:
    with open("/lab/hole", "wb") as file:
        file.truncate(2**40)
    print("ESCAPED")
except OSError as error:
    print("OSError", error.errno)
