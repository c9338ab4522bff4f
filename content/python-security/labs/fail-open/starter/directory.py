"""The town's directory of employees. It belongs to another department, and sometimes it does not work."""

from pathlib import Path

STATE = Path(__file__).with_name("directory.txt")  # the judge writes "down" or "empty" into it
EMPLOYEES = {
    "${director}": ["director"],
    "${head}": ["head-clerk"],
    "${clerk}": ["clerk"],
}


def roles_of(user):
    """Return the roles of a user; everyone who is not an employee is a guest.

    Raises:
        TimeoutError: the directory does not answer.
        ValueError: the directory does not understand the query.

    """
    state = STATE.read_text(encoding="utf-8")
    if state == "down":
        raise TimeoutError("the directory does not answer")
    if len(user) > 64 or set(user) & set("*()\\"):
        raise ValueError("malformed query")
    if state == "empty":
        return None
    return EMPLOYEES.get(user, ["guest"])
