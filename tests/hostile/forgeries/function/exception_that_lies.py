"""An exception whose text and class raise when they are looked at.

base: none
verdict: broken
"""

class Liar(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def read(name):
    raise Liar


vault = read
