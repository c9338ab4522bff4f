"""The desk of the tool library: members open the cabinet, and subscribe to the calendar of what they have borrowed."""

import accounts

CABINET = "${cabinet_code}"


def open_cabinet(name, password):
    """Return the code of the tool cabinet to a member."""
    if not accounts.sign_in(name, password):
        raise PermissionError("Name or password is wrong.")
    return CABINET


def feed_address(name, password):
    """Return the address that the member types into a calendar program."""
    return f"/calendar/{accounts.feed_key(name, password)}.ics"


def calendar(key):
    """Return the calendar of the member to whom the key belongs."""
    name = accounts.member_of_feed(key)
    if name is None:
        raise LookupError("There is no such calendar.")
    return f"BEGIN:VCALENDAR\nX-WR-CALNAME:Tools of {name}\nEND:VCALENDAR\n"
