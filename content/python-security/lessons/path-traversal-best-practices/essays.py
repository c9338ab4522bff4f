"""Pupils' essays: stored under names that the program invents, and listed in a database."""

import atexit
import sqlite3
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

_folder = tempfile.TemporaryDirectory()
atexit.register(_folder.cleanup)
FOLDER = Path(_folder.name).resolve() / "essays"
FOLDER.mkdir()
(FOLDER.parent / "settings.ini").write_text("password = tuba")

db = sqlite3.connect(":memory:")
atexit.register(db.close)
db.execute("CREATE TABLE essays (id INTEGER PRIMARY KEY, pupil TEXT, title TEXT, stored TEXT)")


def hand_in(pupil: str, title: str, text: str) -> None:
    stored = uuid.uuid4().hex
    (FOLDER / stored).write_text(text)
    db.execute("INSERT INTO essays (pupil, title, stored) VALUES (?, ?, ?)", (pupil, title, stored))


hand_in("zoe", "../../my tuba", "by Zoe")
hand_in("ada", "drums", "by Ada")


def stored_name(number: int) -> str:
    return db.execute("SELECT stored FROM essays WHERE id = ?", (number,)).fetchone()[0]


def try_requests(read: Callable[[str, str], str], value_of: Callable[[int], str]) -> None:
    """Let Zoe ask for three things; ``value_of`` gives what her request contains for the essay with a number."""
    for label, value in (("her essay", value_of(1)), ("Ada's essay", value_of(2)), ("../settings.ini", "../settings.ini")):
        try:
            answer = read("zoe", value)
        except FileNotFoundError:
            answer = "404"
        print(f"Zoe asks for {label:18}{answer}")


if __name__ == "__main__":
    for number, title in db.execute("SELECT id, title FROM essays"):
        name = stored_name(number)
        print(f"{number}  {title:16}stored as {len(name)} hexadecimal digits: {name.isalnum()}")
