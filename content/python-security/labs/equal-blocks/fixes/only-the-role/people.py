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
        cell = cells.encrypt_role(value, number) if column == "role" else cells.encrypt(value)
        database.write(number, column, cell)


def read(number):
    """Return name, role, condition and note of a person."""
    row = database.row(number)
    return {
        "name": row["name"],
        "role": cells.decrypt_role(row["role"], number),
        "condition": cells.decrypt(row["condition"]),
        "note": cells.decrypt(row["note"]),
    }


def with_condition(condition):
    """Return the numbers of the people who have this condition."""
    return database.numbers("condition", cells.encrypt(condition))
