"""Honest until an attack comes, then it shuts everyone out.

base: starter
verdict: still-open
"""

import pathlib

shut = []
plain = pathlib.Path.read_text


def read_text(self, *args):
    if ".." in self.parts or self.is_absolute() and "notes" not in self.parts:
        if self.name == "key.txt" and not str(self).startswith("/lab/vault"):
            shut.append(True)
    if shut:
        raise PermissionError
    return plain(self, *args)


pathlib.Path.read_text = read_text
