"""Compute for ever.

expect: limit cpu
"""

while True:
    pass
