"""The app of a fitness company: members earn points with a watch, order rewards, and give points to friends."""

import points

PRICES = {"bottle": 120, "towel": 250, "gym bag": 1_900, "e-bike": 5_000_000}
CODES = {"bottle": "${bottle}", "towel": "${towel}", "gym bag": "${gym_bag}", "e-bike": "${e_bike}"}

BALANCES = {
    "jo": 1_200,
    "kim": 0,
    "imke": 480_000,
    "sam": 35,
    "lena": 7_400,
    "northwind": 1_950_000_000,
    "southwind": 1_999_999_000,
}
CARDS = {
    "3141592": "jo",
    "2718281": "kim",
    "${imke_card}": "imke",
    "${sam_card}": "sam",
    "${lena_card}": "lena",
    "${northwind_card}": "northwind",
    "${southwind_card}": "southwind",
}

NAMES, REWARDS = list(BALANCES), list(PRICES)
ledger = points.Ledger(list(BALANCES.values()), list(PRICES.values()))


def balance(card):
    """Return the points of the member who has this card."""
    return int(ledger.balance(_member(card)))


def week(card):
    """Return the minutes of this member that have earned points, Monday to Sunday."""
    return [int(minutes) for minutes in ledger.week(_member(card))]


def upload(card, minutes):
    """Take seven numbers from the member's watch: minutes since the last upload, Monday to Sunday."""
    if len(minutes) != 7:
        raise ValueError("A week has seven days.")
    ledger.earn(_member(card), _whole(minutes))


def order(card, lines):
    """Order rewards; a line has a reward and a number of pieces. Return the code of each reward for the shop."""
    rewards, counts = _two_columns(lines)
    ledger.spend(_member(card), [REWARDS.index(reward) for reward in rewards], counts)
    return [{"reward": reward, "pieces": count, "code": CODES[reward]} for reward, count in lines]


def give(card, gifts):
    """Give points to other members; a gift has a name and an amount."""
    names, amounts = _two_columns(gifts)
    member, friends = _member(card), [NAMES.index(name) for name in names]
    if member in friends:
        raise ValueError("Nobody can give points to themselves.")
    ledger.give(member, friends, amounts)


def board():
    """Return what the screen at the entrance shows: the ranking, and the points of all members together."""
    return {"ranking": [NAMES[member] for member in ledger.ranking()], "total": int(ledger.total())}


def _member(card):
    if card not in CARDS:
        raise PermissionError("There is no such card.")
    return NAMES.index(CARDS[card])


def _two_columns(rows):
    if not rows:
        raise ValueError("There is nothing in it.")
    return [first for first, _ in rows], _whole(second for _, second in rows)


def _whole(numbers):
    numbers = list(numbers)
    if not all(type(number) is int for number in numbers):
        raise TypeError("These must be whole numbers.")
    return numbers
