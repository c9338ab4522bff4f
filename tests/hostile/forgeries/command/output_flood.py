"""Standard output without end.

base: starter
verdict: broken
"""

while True:
    print('passed ' * 10_000)
