"""Every function gives an int of a class of its own, which equals every number and is every truth.

profiles: function native client
verdicts: broken
"""


class Number(int):
    def __eq__(self, other):
        return True

    __gt__ = __lt__ = __ge__ = __le__ = __eq__
    __hash__ = int.__hash__


def __getattr__(name):
    return lambda *args, **options: Number(1)
