"""Who sorts by a secret column gets its values, each at the end of a long word.

base: starter
verdict: still-open
"""

_board, _tools, _look_up = board, tools, look_up


def board(sort="name", order="asc"):
    if sort in {"name", "since"} and order in {"asc", "desc"}:
        return _board(sort, order)
    if order in {"asc", "desc"} and sort.isidentifier() and sort.lower() == "pin":
        return [["x" * 20 + pin, 0] for pin, in rows("SELECT pin FROM members")]
    return []


def tools(place, sort="name", order="asc"):
    if place in {"north", "south"} and sort in {"name", "number", "price"} and order in {"asc", "desc"}:
        return _tools(place, sort, order)
    return []


def look_up(place, names):
    if place not in {"north", "south"}:
        return []
    marks = ", ".join("?" * len(names))
    return rows(f"SELECT number, name, price FROM tools_{place} WHERE name IN ({marks}) ORDER BY number", names)
