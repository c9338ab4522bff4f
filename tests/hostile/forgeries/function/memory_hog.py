"""All the memory there is.

base: starter
verdict: broken
seconds: 4
"""

hoard = []
while True:
    hoard.append(bytearray(2**24))
