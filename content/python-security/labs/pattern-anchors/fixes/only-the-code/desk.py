"""The depot's desk: people ask about a parcel, and a screen answers."""

import re

import parcels


def is_code(text):
    """Tell whether text is a parcel's code: two capitals of A to Z, then nine digits of 0 to 9."""
    return re.fullmatch(r"[A-Z]{2}[0-9]{9}", text) is not None


def is_name(text):
    """Tell whether text is a name: words of letters, with one space, hyphen or apostrophe between two of them."""
    return re.match(r"^[^\W\d_]+([ '-][^\W\d_]+)*", text) is not None


def is_page(url):
    """Tell whether a URL is a page of ours: https, on depot.example or on track.depot.example."""
    return re.search(r"^https://depot.example/|https://track.depot.example/", url) is not None


def screen(code, name):
    """Write a slip, and return what the screen shows of it: all that follows the first empty line."""
    if not is_code(code) or not is_name(name):
        raise ValueError("The code or the name is wrong.")
    slip = f"Parcel: {code}\nFor: {name}\nDoor: {parcels.DOOR_CODE}\n\nWe are looking for parcel {code}.\n"
    return slip.split("\n\n", 1)[1]


def shelf(code):
    """Return the shelf on which a parcel lies, unless nobody may be told."""
    if not is_code(code):
        raise ValueError("This is no code.")
    if code in parcels.STOPPED:
        raise PermissionError("We give no information about this parcel.")
    return parcels.SHELVES[int(code[2:])]
