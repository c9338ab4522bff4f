"""What the practice knows of its patients and its staff."""

import database
from cells import Person


def add(name, role="patient", condition="", note=""):
    """Add a person, and return the person's number."""
    number = database.add(name)
    write(number, role=role, condition=condition, note=note)
    return number


def write(number, **values):
    """Write some of the cells of a person."""
    person = Person(number)
    for column, value in values.items():
        database.write(number, column, person.encrypt(column, value))


def read(number):
    """Return name, role, condition and note of a person."""
    return _open(database.row(number))


def with_condition(condition):
    """Return the numbers of the people who have this condition."""
    return [row["number"] for row in database.rows() if _open(row)["condition"] == condition]


def _open(row):
    person = Person(row["number"])
    return {"name": row["name"], **{column: person.decrypt(column, row[column]) for column in database.CELLS}}
