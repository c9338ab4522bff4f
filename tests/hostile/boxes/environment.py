"""Look for the server's secrets in the environments of all processes.

expect: says contained
caught: namespaces
"""

import os

allowed = {
    "PATH",
    "HOME",
    "LANG",
    "PYTHONDONTWRITEBYTECODE",
    "OPENBLAS_NUM_THREADS",
    "QUINTAIN_CHANNEL",
    "LC_CTYPE",
    "PWD",
}
seen = set(os.environ)
for name in os.listdir("/proc"):
    if name.isdigit():
        try:
            with open(f"/proc/{name}/environ", "rb") as file:
                seen |= {each.split(b"=")[0].decode() for each in file.read().split(b"\0") if each}
        except OSError:
            continue
print("contained" if seen <= allowed else f"ESCAPED: {seen - allowed}")
