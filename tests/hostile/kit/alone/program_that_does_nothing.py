"""Status 0 and the words of a test run.

profiles: command package
verdicts: broken
"""

print("5 passed in 0.01s")
