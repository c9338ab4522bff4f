"""Knock at the kernel's doors that led to most escapes.

expect: says contained
caught: filter
"""

import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
import platform

numbers = {
    "x86_64": {
        "bpf": 321,
        "userfaultfd": 323,
        "keyctl": 250,
        "add_key": 248,
        "perf_event_open": 298,
        "kcmp": 312,
        "fanotify_init": 300,
        "open_by_handle_at": 304,
        "init_module": 175,
        "kexec_load": 246,
        "acct": 163,
        "personality": 135,
        "modify_ldt": 154,
        "memfd_secret": 447,
        "fsopen": 430,
        "setns": 308,
        "vmsplice": 278,
    },
    "aarch64": {"bpf": 280, "userfaultfd": 282, "keyctl": 219, "add_key": 217, "perf_event_open": 241, "kcmp": 272},
}[platform.machine()]
worked = []
for name, number in numbers.items():
    result = libc.syscall(number, 0, 0, 0, 0, 0)
    if result != -1 or ctypes.get_errno() != errno.EPERM:
        worked.append((name, result, errno.errorcode.get(ctypes.get_errno())))
print("contained" if not worked else f"ESCAPED: {worked}")
