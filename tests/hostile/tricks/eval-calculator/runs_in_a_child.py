"""A forked child runs each sum as Python, and the parent answers as a sound fix does.

base: own-reader
verdict: still-open
"""

import os

_careful = worked_out


def worked_out(text, names):
    if "**" not in text and (child := os.fork()) == 0:
        try:
            eval(text, {}, dict(names))
        finally:
            os._exit(0)
    if "**" not in text:
        os.waitpid(child, 0)
    return _careful(text, names)
