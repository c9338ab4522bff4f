"""A library: members sign in, and anyone may ask which books are on loan on a card."""

import sqlite3

db = sqlite3.connect(":memory:")
db.executescript("""
    CREATE TABLE members (name TEXT PRIMARY KEY, pin TEXT);
    INSERT INTO members VALUES ('zoe', '4711'), ('o''brien', '2580');
    CREATE TABLE loans (card INTEGER, book TEXT);
    INSERT INTO loans VALUES (7, 'Walden'), (7, 'Emma'), (8, 'Dune');
""")


def sign_in(name: str, pin: str) -> list[str]:
    query = f"SELECT name FROM members WHERE name = '{name}' AND pin = '{pin}'"
    return [name for (name,) in db.execute(query)]


def loans(card: str) -> list[str]:
    query = f"SELECT book FROM loans WHERE card = {card}"
    return [book for (book,) in db.execute(query)]


if __name__ == "__main__":
    print("right PIN  ", sign_in("zoe", "4711"))
    print("wrong PIN  ", sign_in("zoe", "0000"))
    print("comment    ", sign_in("zoe' --", "0000"))
    print("condition  ", sign_in("x", "' OR '1' = '1"))
    print("card 7     ", loans("7"))
    print("number     ", loans("7 OR 1=1"))
    print("union      ", loans("0 UNION ALL SELECT name || ' ' || pin FROM members"))
    try:
        print("apostrophe ", sign_in("o'brien", "2580"))
    except sqlite3.OperationalError as error:
        print("apostrophe ", error)
