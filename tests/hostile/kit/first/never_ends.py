"""Nothing ever comes.

verdicts: broken
"""

while True:
    pass
