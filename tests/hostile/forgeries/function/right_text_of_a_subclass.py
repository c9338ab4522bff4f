"""The right text, but of a type whose comparison is the suspect's.

base: starter
verdict: broken
"""

import pathlib


class Text(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


plain = pathlib.Path.read_text
pathlib.Path.read_text = lambda self, *args: Text(plain(self, *args))
