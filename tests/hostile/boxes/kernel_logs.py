"""Read the kernel's log, memory and addresses.

expect: says contained
caught: namespaces
"""

import ctypes

found = []
for path in ("/dev/kmsg", "/proc/kmsg", "/proc/kcore", "/dev/mem", "/dev/port", "/sys/kernel/debug", "/proc/1/stack"):
    try:
        with open(path, "rb") as file:
            file.read(16)
        found.append(path)
    except OSError:
        continue
with open("/proc/kallsyms") as file:
    found += [line for line in file if int(line.split()[0] if line[0] != " " else "0", 16)][:1]
if ctypes.CDLL(None).klogctl(3, ctypes.create_string_buffer(4096), 4096) != -1:
    found.append("klogctl")
print("contained" if not found else f"ESCAPED: {found}")
