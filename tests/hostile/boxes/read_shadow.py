"""Read the host's passwords.

expect: says contained
caught: namespaces
"""

found = []
for path in ("/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/root/.bashrc", "/home"):
    try:
        with open(path) as file:
            found.append(file.name)
    except OSError:
        continue
with open("/etc/passwd") as file:
    names = {line.split(":")[0] for line in file}
print("contained" if not found and names == {"root", "learner"} else f"ESCAPED: {found} {names}")
