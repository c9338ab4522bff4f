"""The owner's row is gone as soon as the server is up.

base: starter
verdict: broken
"""

import atexit
import sqlite3

plain = sqlite3.connect


class Empty(sqlite3.Connection):
    def executescript(self, script):
        found = super().executescript(script)
        self.execute("DELETE FROM owner")
        return found


sqlite3.connect = lambda *args, **options: plain(*args, factory=Empty, **options)
