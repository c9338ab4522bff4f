"""Nothing ever comes.

base: starter
verdict: broken
seconds: 2
"""

while True:
    pass
