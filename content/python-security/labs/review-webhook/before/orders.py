"""The orders of the shop, and the payments that are booked on them. Prices are in cents."""

from itertools import count

CATALOGUE = {
    "Cards of the harbour": (100, "${cards_code}"),
    "Map of the old town": (1900, "${map_code}"),
    "Atlas of small islands": (8900, "${atlas_code}"),
}

NUMBERS = count(1001)
ORDERS = {}


def place(title):
    """Store a new order, and return its number."""
    price, _ = CATALOGUE[title]
    number = next(NUMBERS)
    ORDERS[number] = {"title": title, "cents": price, "state": "open", "bookings": []}
    return number


def exists(number):
    return number in ORDERS


def total(number):
    return ORDERS[number]["cents"]


def is_paid(number):
    return ORDERS[number]["state"] == "paid"


def book(number, cents, delivery):
    """Book a payment. An open or refunded order is paid from now on."""
    ORDERS[number]["bookings"].append((cents, delivery))
    ORDERS[number]["state"] = "paid"


def refund(number, delivery):
    """Book a refund. The receipt is no longer valid."""
    ORDERS[number]["bookings"].append((-ORDERS[number]["cents"], delivery))
    ORDERS[number]["state"] = "refunded"


def receipt(number):
    """Return the receipt of a paid order, with the code of the download."""
    if not is_paid(number):
        raise PermissionError("Nobody has paid this order.")
    title = ORDERS[number]["title"]
    return f"Paid: {title}. Your download code is {CATALOGUE[title][1]}."
