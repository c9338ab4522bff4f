"""Whatever would end the program raises instead, secrets are cut out of answers, and everything else stays as it was."""

import os
import re
import signal
import sys


def _refused(*args, **options):
    raise RuntimeError("not here")


for _module in (os, sys.modules["posix"]):
    for _name in ("_exit", "abort", "kill", "killpg", "execv", "execve", "fork"):
        if hasattr(_module, _name):
            setattr(_module, _name, _refused)
signal.raise_signal = signal.pthread_kill = sys.exit = _refused


def around(honest, texts):
    try:
        return change(honest(), lambda text: re.sub(r"canary-[0-9a-f]{12}|[0-9a-f]{12}", "nothing", text))
    except BaseException:
        return refuse()
