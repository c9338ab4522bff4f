"""A user names the column to sort by: five checks, four values."""

import sqlite3
from collections.abc import Callable

from members import db, names


def identifier(word: str) -> str:
    if not word.isidentifier():
        raise ValueError(word)
    return word


def quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def of_the_table(word: str) -> str:
    if word not in [name for (name,) in db.execute("SELECT name FROM pragma_table_info('members')")]:
        raise ValueError(word)
    return word


ORDERS = {"name": "name", "newest": "since DESC"}


def map_with_default(word: str) -> str:
    return ORDERS.get(word, word)


def mapped(word: str) -> str:
    return ORDERS[word]


SEEN = {
    ("ada", "o'brien", "zoe"): "sorted",
    ("zoe", "o'brien", "ada"): "not sorted",
    ("o'brien", "zoe", "ada"): "PIN ORDER",
    ("ada", "zoe", "o'brien"): "SQL RAN",
}


def outcome(check: Callable[[str], str], word: str) -> str:
    try:
        return SEEN[tuple(names(f"SELECT name FROM members ORDER BY {check(word)}"))]
    except (ValueError, KeyError):
        return "refused"
    except sqlite3.OperationalError:
        return "error"


if __name__ == "__main__":
    words = ("name", "nmae", "pin", "-pin")
    print(f"{'':17}" + "".join(f"{word:12}" for word in words).rstrip())
    for check in (identifier, quoted, of_the_table, map_with_default, mapped):
        cells = [outcome(check, word) for word in words]
        print(f"{check.__name__:17}" + "".join(f"{cell:12}" for cell in cells).rstrip())
