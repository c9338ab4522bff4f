"""Look for the server, the course pack and other people's folders in the file system.

expect: says contained
caught: namespaces
"""

import os

known = {"bin", "box", "dev", "etc", "lab", "lib", "lib64", "proc", "sbin", "init", "tmp", "usr"}
extra = set(os.listdir("/")) - known
names = {"quintain", "lab.toml", "exploits", "fixes", "manage.py", "pyvenv.cfg"}
found = [
    os.path.join(folder, name)
    for folder, folders, files in os.walk("/")
    if not folder.startswith("/proc")
    for name in (*folders, *files)
    if name in names
]
print("contained" if not extra and not found else f"ESCAPED: {extra} {found}")
