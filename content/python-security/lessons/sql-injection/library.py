"""A library's desk: members sign in, and anyone asks which books a card has on loan."""

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
    print("right pin   ", sign_in("zoe", "4711"))
    print("wrong pin   ", sign_in("zoe", "0000"))
    print("name as code", sign_in("zoe' --", "0000"))
    print("pin as code ", sign_in("x", "' OR '1' = '1"))
    print("card 7      ", loans("7"))
    print("card as code", loans("0 UNION ALL SELECT name || ' ' || pin FROM members"))
    try:
        sign_in("o'brien", "2580")
    except sqlite3.OperationalError as error:
        print("honest name ", error)
