"""Its own words come back.

profiles: command package
verdicts: broken
"""

import sys

print(*sys.argv[1:], len(sys.argv) - 1, sys.stdin.read())
