"""A folder with as many files as it can hold.

base: starter
verdict: still-open
seconds: 4
"""

for number in range(100_000):
    try:
        open(f"/lab/{number}", "w").close()
    except OSError:
        break
