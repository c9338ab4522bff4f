"""A folder with more files than anyone can list.

base: starter
verdict: broken
seconds: 4
"""

for number in range(100_000):
    try:
        open(f"/lab/{number}", "w").close()
    except OSError:
        break
