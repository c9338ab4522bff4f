"""The name of a column cannot be bound, so the program chooses it from a dictionary."""

from library import db

ORDERS = {"title": "book", "newest": "rowid DESC"}


def books(order: str) -> list[str]:
    query = f"SELECT book FROM loans ORDER BY {ORDERS[order]}"
    return [book for (book,) in db.execute(query)]


if __name__ == "__main__":
    rows = db.execute("SELECT book FROM loans ORDER BY ?", ("book",))
    print("bound      ", [book for (book,) in rows])
    print("dictionary ", books("title"))
    try:
        books("pin")
    except KeyError as error:
        print("other word ", repr(error))
