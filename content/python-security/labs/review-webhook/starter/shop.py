"""A shop for maps that customers download: what its website calls."""

from urllib.parse import urlencode

import orders
from webhooks import receive


def order(title):
    """Order a map, and return the number of the order."""
    return orders.place(title)


def callback_url(number):
    """Return the URL that the checkout page gives to the payment provider, with the order and its amount."""
    return "/webhook?" + urlencode({"order": number, "cents": orders.total(number)})


def receipt(number):
    """Return the receipt with the download code, once the order is paid."""
    return orders.receipt(number)


def bookings(number):
    """Return the amounts in cents that were booked on an order."""
    return [cents for cents, _ in orders.ORDERS[number]["bookings"]]


def webhook(headers, query, body):
    """Answer a request of the payment provider: headers and query as dictionaries, and the body as bytes."""
    return receive.handle({name.lower(): value for name, value in headers.items()}, query, body)
