"""The same six tasks: the value is passed beside the grammar, or its type has none."""

import json
import sqlite3
import subprocess

db = sqlite3.connect(":memory:")
db.executescript("CREATE TABLE loans (card, book); INSERT INTO loans VALUES (7, 'Emma'), (8, 'Dune');")


def sql(card: str) -> object:
    return db.execute("SELECT book FROM loans WHERE card = ?", [card]).fetchall()


def shell(card: str) -> object:
    return subprocess.run(["echo", "loans of", card], capture_output=True, text=True).stdout.strip()


def options(card: str) -> object:
    return subprocess.run(["cat", "--", card], capture_output=True, text=True).stderr.splitlines()[0]


def python(card: str) -> object:
    return int(card)


def template(card: str) -> object:
    return "Loans of {card}, desk {desk}".format(card=card, desk=3)


def load(card: str) -> object:
    return json.loads(card)


if __name__ == "__main__":
    attack = '-1 or 1--"$(echo ran){pin}"'
    for sink in (sql, shell, options, python, template, load):
        try:
            answer = sink(attack)
        except ValueError as error:
            answer = f"{type(error).__name__}"
        print(f"{sink.__name__:8} {answer}")
