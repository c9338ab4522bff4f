"""The words of a test run, and status 0.

base: none
verdict: broken
"""

print('5 passed in 0.01s')
