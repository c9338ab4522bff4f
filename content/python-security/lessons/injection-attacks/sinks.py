"""One value, parsed by five grammars; and a sixth that is a program from its first byte."""

import pickle
import sqlite3
import subprocess

db = sqlite3.connect(":memory:")
db.executescript("CREATE TABLE loans (card, book); INSERT INTO loans VALUES (7, 'Emma'), (8, 'Dune');")


def sql(card: str) -> object:
    return db.execute(f"SELECT book FROM loans WHERE card = {card}").fetchall()


def shell(card: str) -> object:
    return subprocess.run(f"echo loans of {card}", shell=True, capture_output=True, text=True).stdout.strip()


def options(card: str) -> object:
    return subprocess.run(["cat", card], capture_output=True, text=True).stderr.splitlines()[0]


def python(card: str) -> object:
    return eval(card)


def template(card: str) -> object:
    return f"Loans of {card}, desk {{desk}}".format(desk=3, pin=4711)


def unpickle(card: bytes) -> object:
    return pickle.loads(card)


if __name__ == "__main__":
    honest, attack = "7", '-1 or 1--"$(echo ran){pin}"'
    print(attack)
    for sink in (sql, shell, options, python, template):
        print(f"{sink.__name__:8} {sink(honest)!s:42} {sink(attack)}")
    program = b"cbuiltins\neval\n(S'6 * 7'\ntR."
    print(f"unpickle {unpickle(pickle.dumps(7))!s:42} {unpickle(program)}")
