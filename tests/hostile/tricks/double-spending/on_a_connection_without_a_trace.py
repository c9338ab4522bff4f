"""A watched connection is opened first, and then loses its trace callback.

base: starter
verdict: still-open
"""

import sqlite3


class _Unwatched:
    def connect(self):

        db = _watched.connect()
        db.execute("SELECT 1").close()
        db.set_trace_callback(None)
        return db


_watched, store = store, _Unwatched()
store.FILE = _watched.FILE
