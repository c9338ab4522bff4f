"""Become root, by call and by a set-user-id program.

expect: says contained
caught: filter
"""

import os

worked = []
for call in (
    lambda: os.setuid(0),
    lambda: os.setresuid(0, 0, 0),
    lambda: os.setgroups([0]),
    lambda: os.chown("/lab", 0, 0),
):
    try:
        call()
        worked.append(call)
    except OSError:
        continue
marked = [
    os.path.join(folder, name)
    for folder, _, names in os.walk("/usr")
    for name in names
    if os.lstat(os.path.join(folder, name)).st_mode & 0o6000
]
print("contained" if not worked and not marked and os.geteuid() else f"ESCAPED: {worked} {marked}")
