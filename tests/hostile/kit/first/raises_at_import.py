"""Every exception class at once, with a text that raises.

verdicts: broken
"""


class Liar(KeyboardInterrupt, SystemExit):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


raise Liar(0)
