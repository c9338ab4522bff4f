"""Write into the memory of process 1.

expect: says contained
caught: not dumpable
"""

found = []
for name in ("mem", "maps", "environ", "root/etc/passwd", "cwd/x"):
    try:
        with open(f"/proc/1/{name}", "rb"):
            found.append(name)
    except OSError:
        continue
print("contained" if not found else f"ESCAPED: {found}")
