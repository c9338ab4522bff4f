"""A club's list of members. Anyone may see names and years; PINs are secret."""

import sqlite3

db = sqlite3.connect(":memory:")
db.executescript("""
    CREATE TABLE members (name TEXT, since INTEGER, pin INTEGER);
    INSERT INTO members VALUES ('zoe', 2019, 4711), ('o''brien', 2011, 2580), ('ada', 2024, 9009);
""")


def names(query: str, values: object = ()) -> list[str]:
    return [name for (name,) in db.execute(query, values)]


if __name__ == "__main__":
    print(names("SELECT name FROM members"))
