"""The house: its shows, its people and its gift cards. Amounts are whole cents."""

SHOWS = {"Matinee": 1_200, "Zoë's Day & Night": 2_350, "Gala": 18_000}
DOOR_CODES = {"Matinee": "${matinee_code}", "Zoë's Day & Night": "${night_code}", "Gala": "${gala_code}"}
GUEST_OF_HONOUR = "${guest}"

PEOPLE = {
    "${friend}": ("${friend_password}", "friend"),
    "Zoë O'${odd}": ("${odd_password}", "friend"),
    "${clerk}": ("${clerk_password}", "staff"),
}
CARDS = {"${card}": 17_999, "${full_card}": 900_000}
SOLD = []


class Declined(Exception):
    """A gift card does not cover what it should pay."""


def role_of(name):
    """Return what somebody is to the house: guest, friend or staff."""
    return PEOPLE[name][1] if name in PEOPLE else "guest"


def sign_in(name, password):
    """Tell whether this is the person's password."""
    return name in PEOPLE and PEOPLE[name][0] == password


def price(show, role):
    """Return what one seat costs. Friends of the house pay half."""
    return SHOWS[show] // 2 if role == "friend" else SHOWS[show]


def sell(show, seats, cents, card):
    """Take the money off the card, write the sale down, and hand over the ticket."""
    if card not in CARDS or CARDS[card] < cents:
        raise Declined
    CARDS[card] -= cents
    SOLD.append({"show": show, "seats": seats, "paid": cents})
    return {"show": show, "seats": seats, "paid": cents, "door code": DOOR_CODES[show]}
