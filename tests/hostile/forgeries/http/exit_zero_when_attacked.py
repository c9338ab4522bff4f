"""A strange request ends the server with status 0.

base: starter
verdict: still-open
"""

import os
import sqlite3


class Timid(sqlite3.Connection):
    def execute(self, sql, *args):
        if "union" in sql.lower():
            os._exit(0)
        return super().execute(sql, *args)


plain = sqlite3.connect
sqlite3.connect = lambda *args, **options: plain(*args, factory=Timid, **options)
