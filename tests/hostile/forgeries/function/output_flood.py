"""Standard output without end.

base: starter
verdict: broken
seconds: 4
"""

while True:
    print('passed ' * 10_000)
