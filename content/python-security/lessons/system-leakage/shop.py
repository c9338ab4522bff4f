"""A shop whose functions fail in four ways, and the words of their errors."""

import logging
import re
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

DATABASE = sqlite3.connect(":memory:")
DATABASE.executescript(
    "CREATE TABLE orders (number INTEGER, owner TEXT, item TEXT);"
    "INSERT INTO orders VALUES (7, 'zoe', 'a kettle'), (8, 'bob', 'a ring');"
)


class NotFoundError(Exception):
    """There is no such thing."""


class ForbiddenError(Exception):
    """It belongs to somebody else."""


def order(customer: str, number: str) -> str:
    row = DATABASE.execute("SELECT owner, item FROM orders WHERE number = ?", (int(number),)).fetchone()
    if row is None:
        raise NotFoundError(f"there is no order {number}")
    if row[0] != customer:
        raise ForbiddenError(f"order {number} belongs to {row[0]}")
    return row[1]


def receipt(customer: str, number: str) -> str:
    return Path(f"/srv/shop/receipts/{customer}-{number}.txt").read_text(encoding="utf-8")


def search(customer: str, text: str) -> str:
    found = DATABASE.execute("SELECT item FROM orders WHERE owner = ? AND item GLOB ?", (customer, text * 60_000))
    return str(found.fetchall())


def pay(_customer: str, _number: str) -> str:
    token = "demo-7Q2F9X4K"
    return send({"Authorization": f"Bearer {token}"})


def send(_headers: dict[str, str]) -> str:
    raise ConnectionError("bank.internal:8443 refused the user shop_rw")


PAGES = {"order": order, "receipt": receipt, "search": search, "pay": pay}


def page(customer: str, path: str) -> str:
    name, _, value = path.partition("/")
    return PAGES[name](customer, value)


class OneLine(logging.Formatter):
    """Write the message and the error; a real log would have the traceback, too."""

    def format(self, record: logging.LogRecord) -> str:
        error = f": {record.exc_info[1]}" if record.exc_info else ""
        return numbered(f"log: {record.getMessage()}{error}")


def numbered(text: str) -> str:
    """Replace the random id, so that each run prints the same."""
    return re.sub(r"[0-9a-f]{32}", "id-1", text)


def show(answer: Callable[[str, str], object]) -> None:
    """Print the answers to four requests, and what is logged."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(OneLine())
    logging.getLogger("shop").addHandler(handler)
    for path in ("order/7", "order/9", "order/8", "pay/7"):
        print(numbered(str(answer("zoe", path))))


if __name__ == "__main__":
    for path in ("order/7", "order/9", "order/8", "receipt/7", "search/*", "pay/7"):
        try:
            print(f"{path:12}{page('zoe', path)}")
        except Exception as error:
            print(f"{path:12}{type(error).__name__}: {error}")
