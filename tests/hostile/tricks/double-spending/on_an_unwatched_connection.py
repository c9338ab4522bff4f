"""A watched connection is opened first, and the work is done on one that the workers' hooks do not see.

base: starter
verdict: still-open
"""

import sqlite3


class _Unwatched:
    def connect(self):
        _watched.connect().execute("SELECT 1").close()
        return sqlite3.Connection(store.FILE, timeout=5, isolation_level=None)


_watched, store = store, _Unwatched()
store.FILE = _watched.FILE
