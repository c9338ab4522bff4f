"""The shape of an SQLite database: its tables, columns, keys, indexes, triggers and views. Knows no Django.

A restored database must have the shape that its migrations make. Another one fails at some later page, and a trigger
that somebody has put there works for them with every save.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SQLITES_OWN: Final = re.compile(r"sqlite_(sequence|stat[1-4]|autoindex_\w+)")
"""Names of tables and indexes that SQLite makes by itself."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a database is made of: each thing by its kind and name, and the texts that made the tables."""

    things: dict[str, str]
    texts: dict[str, str]


def shape_of(path: Path) -> Shape:
    """Read the shape of a database.

    Raises:
        sqlite3.DatabaseError: It is damaged.

    """
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        database.execute("PRAGMA trusted_schema=OFF")
        rows = [
            (kind, name, table, _plain(sql))
            for kind, name, table, sql in database.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema")
            if not (kind in {"table", "index"} and SQLITES_OWN.fullmatch(name))
        ]
        things = {f"{kind} {name}": "" if kind == "table" else f"{table}: {sql}" for kind, name, table, sql in rows}
        tables = {name: sql for kind, name, _, sql in rows if kind == "table"}
        for name in tables:
            things |= dict(_parts(database, name))
    return Shape(things, tables)


def differences(actual: Shape, expected: Shape) -> list[str]:
    """Say in which things a database is another one than it should be."""
    return [
        *(f"{thing} is missing" for thing in sorted(expected.things.keys() - actual.things.keys())),
        *(f"{thing} was added" for thing in sorted(actual.things.keys() - expected.things.keys())),
        *(
            f"{thing} is another one"
            for thing in sorted(expected.things.keys() & actual.things.keys())
            if expected.things[thing] != actual.things[thing]
        ),
    ]


def reworded(actual: Shape, expected: Shape) -> list[str]:
    """Return the tables of the same shape that were made by other words, in a constraint that nothing else tells of."""
    return sorted(name for name, text in actual.texts.items() if expected.texts.get(name, text) != text)


def _parts(database: sqlite3.Connection, table: str) -> Iterator[tuple[str, str]]:
    """Yield what SQLite itself knows of a table, whatever the words were that made it."""
    for name, *options in database.execute("SELECT type, wr, strict FROM pragma_table_list(?)", (table,)):
        yield f"table {table}", f"{name} {options}"
    columns = 'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?)'
    for name, *facts in database.execute(columns, (table,)):
        yield f"column {table}.{name}", str(facts)
    keys = 'SELECT "from", "table", "to", on_update, on_delete FROM pragma_foreign_key_list(?)'
    for name, *facts in database.execute(keys, (table,)):
        yield f"foreign key {table}.{name}", str(facts)
    for index, origin in database.execute("SELECT name, origin FROM pragma_index_list(?)", (table,)).fetchall():
        if origin != "c":  # of a constraint; the others have a name and a text
            keyed = database.execute("SELECT name, coll FROM pragma_index_xinfo(?) WHERE key", (index,)).fetchall()
            kind = "primary key" if origin == "pk" else "unique"
            yield f"{kind} {table}({', '.join(str(name) for name, _ in keyed)})", str([order for _, order in keyed])


def _plain(sql: str | None) -> str:
    return " ".join((sql or "").split())
