"""What the practice knows of its patients and its staff."""

import cells
import database


def add(name, role="patient", condition="", note=""):
    """Add a person, and return the person's number."""
    number = database.add(name)
    write(number, role=role, condition=condition, note=note)
    return number


def write(number, **values):
    """Write some of the cells of a person."""
    for column, value in values.items():
        database.write(number, column, cells.encrypt(value, f"{number}:{column}"))


def read(number):
    """Return name, role, condition and note of a person."""
    row = database.row(number)
    return {"name": row["name"], **{column: cells.decrypt(row[column], f"{number}:{column}") for column in database.CELLS}}


def with_condition(condition):
    """Return the numbers of the people who have this condition."""
    return [row["number"] for row in database.rows() if read(row["number"])["condition"] == condition]
