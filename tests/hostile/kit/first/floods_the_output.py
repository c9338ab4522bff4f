"""The words of a passing test run, without end.

verdicts: broken
"""

while True:
    print("passed " * 10_000)
