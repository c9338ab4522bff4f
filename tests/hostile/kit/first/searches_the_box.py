"""Looks for tests, attacks, solutions and the server: in files, environments, descriptors and other processes.

Tests that the lab itself shows to learners are theirs. If anything is there, it fails loudly; so it must get the verdict of the code behind it.

verdicts: still-open
"""

import os

found = []
shown = {os.path.basename(path) for path in LAB_FILES}  # the starter; a program may copy its own files
names = {"exploits", "fixes", "wanted", "lab.toml", "control.py", "conftest.py", "manage.py", "pyvenv.cfg", "debrief.md"}
for folder, folders, files in os.walk("/"):
    folders[:] = [each for each in folders if f"{folder}/{each}".replace("//", "/") not in {"/proc", "/sys", "/usr"}]
    strange = [each for each in (*folders, *files) if each not in shown]
    found += [f"{folder}/{each}" for each in strange if each in names or each.startswith("test_")]
for process in filter(str.isdigit, os.listdir("/proc")):
    for name in ("environ", "cmdline", "maps"):
        try:
            with open(f"/proc/{process}/{name}", "rb") as file:
                text = file.read()
        except OSError:
            continue
        found += [f"{process} {word!r}" for word in (b"DJANGO", b"SECRET", b"exploit", b"sqlite3.db") if word in text]
if found:
    os.write(2, repr(found).encode())
    os._exit(1)
