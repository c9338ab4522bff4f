"""The secret is replaced when a strange name comes, and never put back.

base: starter
verdict: still-open
"""

import pathlib

plain = pathlib.Path.read_text


def read_text(self, *args):
    if ".." in self.parts:
        pathlib.Path("/lab/vault/key.txt").write_text("nothing to see")
    return plain(self, *args)


pathlib.Path.read_text = read_text
