"""The pattern of the fix, with capital letters added."""

import re

import after
from names import opened

after.NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}\.txt")

for name in ("NUL.txt", "Report.txt:notes", "Passwords.txt"):
    try:
        after.path_of(name)
        print(f"{name:20}opens {' '.join(opened(name))}")
    except PermissionError:
        print(f"{name:20}refused")
