"""Databases of released versions as SQL: what their users had, and must find again in this one.

At a release, fill a data folder with that version's own pages, stop it, and write its database down::

    python -m tests.server.releases FOLDER tests/server/releases/VERSION.sql

Sessions are left out, and so is the folder's secret key: nothing in the repository signs anything.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
DATABASE: Final = "quintain.sqlite3"


def write_down(data: Path, target: Path) -> None:
    """Write the database of a data folder as SQL, without sessions; the database itself is not changed."""
    with closing(sqlite3.connect(":memory:")) as copy:
        with closing(sqlite3.connect(data / DATABASE)) as database:
            database.backup(copy)
        copy.execute("DELETE FROM django_session")
        copy.commit()
        target.write_text("".join(f"{line}\n" for line in copy.iterdump()), "utf-8")


def bring_back(source: Path, data: Path) -> None:
    """Make a data folder with a database that was written down."""
    data.mkdir(parents=True)
    with closing(sqlite3.connect(data / DATABASE)) as database:
        database.executescript(source.read_text("utf-8"))
