"""All the memory there is.

verdicts: broken
"""

hoard = []
while True:
    hoard.append(bytearray(2**24))
