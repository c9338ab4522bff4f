"""Compute for ever.

expect: limit cpu
caught: cpu
"""

while True:
    pass
